// SPDX-License-Identifier: Apache-2.0
/*
 * Makes a bare kernel a place to work in: mounts, links in /dev, limits, loopback, host name, cgroups.
 * Comes in: nothing but the kernel; goes out: notes on what this kernel does not have. Only proc, sysfs,
 * devtmpfs and cgroup2 are a must. Runs as PID 1 only.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define CGROUP "/sys/fs/cgroup"

struct mount_entry {
	const char *type, *at, *options;
	unsigned long flags;
	bool must;
};

static const struct mount_entry first_mounts[] = {
	{ "devtmpfs", "/dev", "mode=755", MS_NOSUID, true },
	{ "proc", "/proc", NULL, MS_NOSUID | MS_NOEXEC | MS_NODEV, true },
	{ "sysfs", "/sys", NULL, MS_NOSUID | MS_NOEXEC | MS_NODEV, true },
};

static const struct mount_entry mounts[] = {
	{ "cgroup2", CGROUP, NULL, MS_NOSUID | MS_NOEXEC | MS_NODEV, true },
	{ "tmpfs", "/run", "mode=755", MS_NOSUID | MS_NODEV, true },
	{ "tmpfs", "/tmp", "mode=1777,size=90%", MS_NOSUID | MS_NODEV, true },
	{ "tmpfs", "/dev/shm", "mode=1777,size=90%", MS_NOSUID | MS_NODEV, true },
	{ "devpts", "/dev/pts", "mode=620,ptmxmode=666", MS_NOSUID | MS_NOEXEC, false },
	{ "mqueue", "/dev/mqueue", NULL, MS_NOSUID | MS_NOEXEC | MS_NODEV, false },
	{ "debugfs", "/sys/kernel/debug", NULL, MS_NOSUID | MS_NOEXEC | MS_NODEV, false },
	{ "tracefs", "/sys/kernel/tracing", NULL, MS_NOSUID | MS_NOEXEC | MS_NODEV, false },
	{ "securityfs", "/sys/kernel/security", NULL, MS_NOSUID | MS_NOEXEC | MS_NODEV, false },
	{ "bpf", "/sys/fs/bpf", "mode=700", MS_NOSUID | MS_NOEXEC | MS_NODEV, false },
};

static const struct {
	int what;
	struct rlimit limit;
} limits[] = {
	{ RLIMIT_NOFILE, { 65536, 1048576 } },
	{ RLIMIT_NPROC, { RLIM_INFINITY, RLIM_INFINITY } },
	{ RLIMIT_MEMLOCK, { RLIM_INFINITY, RLIM_INFINITY } },
	{ RLIMIT_CORE, { 0, RLIM_INFINITY } },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void note_fault(struct notes *notes, const struct fault *fault)
{
	int n = snprintf(notes->text + notes->len, sizeof(notes->text) - notes->len, "%s%s",
			 notes->len ? "\n" : "", fault->text);

	if (n > 0 && notes->len + (size_t)n < sizeof(notes->text))
		notes->len += (size_t)n;
}

void note_errno(struct notes *notes, int err, const char *format, ...)
{
	struct fault fault;
	char what[800];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	fault_errno(&fault, err, "%s", what);
	note_fault(notes, &fault);
}

static int mount_one(const struct mount_entry *entry)
{
	/* On sysfs, debugfs and the like the directory is there or the filesystem is not. */
	if (mkdir(entry->at, 0755) && errno != EEXIST && entry->must)
		return -1;
	if (!mount(entry->type, entry->at, entry->type, entry->flags, entry->options))
		return 0;
	return errno == EBUSY ? 0 : -1;
}

int guest_mount_first(struct fault *fault)
{
	int fd;

	for (size_t i = 0; i < COUNT(first_mounts); i++)
		if (mount_one(&first_mounts[i]))
			return fault_errno(fault, errno, "mount %s at %s", first_mounts[i].type,
					   first_mounts[i].at);
	fd = open("/dev/console", O_RDWR | O_NOCTTY);
	if (fd < 0)
		fd = open("/dev/null", O_RDWR);
	if (fd < 0)
		return fault_errno(fault, errno, "open /dev/console");
	for (int i = 0; i < 3; i++)
		if (fd != i && dup2(fd, i) < 0)
			return fault_errno(fault, errno, "open /dev/console as %d", i);
	if (fd > 2)
		close(fd);
	return 0;
}

int guest_window_range(uint64_t *addr, uint64_t *size, struct fault *fault)
{
	static const char key[] = "ktstr.window=";
	char *line, *save, *word, *end;

	line = read_text("/proc/cmdline", 65536, fault);
	if (!line)
		return -1;
	fault->text[0] = '\0';
	for (word = strtok_r(line, " \n", &save); word; word = strtok_r(NULL, " \n", &save)) {
		if (strncmp(word, key, strlen(key)))
			continue;
		errno = 0;
		*addr = strtoull(word + strlen(key), &end, 0);
		if (*end == ',')
			*size = strtoull(end + 1, &end, 0);
		if (*end || errno || !*addr || !*size || *addr % 4096)
			fault_text(fault, "find the window: expected %s0xADDR,0xSIZE, was \"%s\"", key,
				   word);
		break;
	}
	if (!word)
		fault_text(fault, "find the window: no %s0xADDR,0xSIZE on the kernel command line", key);
	free(line);
	return fault->text[0] ? -1 : 0;
}

static void make_links(struct notes *notes)
{
	static const char *const links[][2] = {
		{ "/proc/self/fd", "/dev/fd" },
		{ "/proc/self/fd/0", "/dev/stdin" },
		{ "/proc/self/fd/1", "/dev/stdout" },
		{ "/proc/self/fd/2", "/dev/stderr" },
	};

	for (size_t i = 0; i < COUNT(links); i++)
		if (symlink(links[i][0], links[i][1]) && errno != EEXIST)
			note_errno(notes, errno, "link %s to %s", links[i][1], links[i][0]);
}

static void loopback_up(struct notes *notes)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0) {
		note_errno(notes, errno, "bring lo up: socket");
		return;
	}
	if (!ioctl(fd, SIOCGIFFLAGS, &request)) {
		request.ifr_flags = (short)(request.ifr_flags | IFF_UP | IFF_RUNNING);
		if (!ioctl(fd, SIOCSIFFLAGS, &request)) {
			close(fd);
			return;
		}
	}
	note_errno(notes, errno, "bring lo up");
	close(fd);
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -1;
	if (write(fd, text, strlen(text)) < 0)
		err = errno;
	close(fd);
	errno = err;
	return err ? -1 : 0;
}

/* One by one, so that one that is refused does not take the others with it. */
static void enable_controllers(const char *dir, struct notes *notes)
{
	char path[128], word[64], *list, *name, *save;
	struct fault fault;

	snprintf(path, sizeof(path), "%s/cgroup.controllers", dir);
	list = read_text(path, 4096, &fault);
	if (!list) {
		note_errno(notes, errno, "read %s", path);
		return;
	}
	snprintf(path, sizeof(path), "%s/cgroup.subtree_control", dir);
	for (name = strtok_r(list, " \n", &save); name; name = strtok_r(NULL, " \n", &save)) {
		snprintf(word, sizeof(word), "+%s", name);
		if (write_file(path, word))
			note_errno(notes, errno, "write %s to %s", word, path);
	}
	free(list);
}

static int set_up_cgroups(struct notes *notes, struct fault *fault)
{
	static const char *const dirs[] = { CGROUP "/ktstr-agent", CGROUP "/ktstr" };

	for (size_t i = 0; i < COUNT(dirs); i++)
		if (mkdir(dirs[i], 0755) && errno != EEXIST)
			return fault_errno(fault, errno, "make cgroup %s", dirs[i]);
	if (write_file(CGROUP "/ktstr-agent/cgroup.procs", "0"))
		return fault_errno(fault, errno, "enter cgroup " CGROUP "/ktstr-agent");
	enable_controllers(CGROUP, notes);
	enable_controllers(CGROUP "/ktstr", notes);
	return 0;
}

int guest_set_up(struct notes *notes, struct fault *fault)
{
	for (size_t i = 0; i < COUNT(mounts); i++) {
		if (!mount_one(&mounts[i]))
			continue;
		if (mounts[i].must)
			return fault_errno(fault, errno, "mount %s at %s", mounts[i].type,
					   mounts[i].at);
		note_errno(notes, errno, "mount %s at %s", mounts[i].type, mounts[i].at);
	}
	if (mkdir("/run/ktstr", 0755) && errno != EEXIST)
		return fault_errno(fault, errno, "make /run/ktstr");
	make_links(notes);
	loopback_up(notes);
	if (sethostname("ktstr", 5))
		note_errno(notes, errno, "set the host name");
	for (size_t i = 0; i < COUNT(limits); i++)
		if (setrlimit((__rlimit_resource_t)limits[i].what, &limits[i].limit))
			note_errno(notes, errno, "set limit %d", limits[i].what);
	umask(022);
	return set_up_cgroups(notes, fault);
}

void guest_pause(void)
{
	unsigned long number;
	unsigned char valid;

	if (__builtin_cpu_supports("rdrnd"))
		__asm__ volatile("rdrand %0; setc %1" : "=r"(number), "=qm"(valid) : : "cc");
}

/* The file has address and size, both hexadecimal. A kernel that poisons what is free looks whether it is still poisoned. */
uint64_t guest_vmcoreinfo(void)
{
	struct fault fault;
	char *text = read_text("/sys/kernel/vmcoreinfo", 64, &fault);
	char *line = read_text("/proc/cmdline", 4096, &fault);
	uint64_t address = text && line && !strstr(line, "page_poison") ? strtoull(text, NULL, 16) : 0;

	free(text);
	free(line);
	return address;
}

void guest_power_off(void)
{
	tcdrain(STDERR_FILENO);
	sync();
	if (reboot(RB_POWER_OFF))
		say("init", "power off: %s (%s)", strerror(errno), errno_name(errno));
	for (;;)
		pause();
}
