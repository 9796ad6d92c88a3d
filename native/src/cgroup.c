// SPDX-License-Identifier: Apache-2.0
/*
 * What kt exec needs to know of process groups and cgroups (v2): who is still in them, kill them all,
 * remove a leaf with what the program made below it. Comes in: a group, or a directory descriptor; goes
 * out: counts. Creating and placing is in run.c.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exec.h"

static bool is_dead(pid_t pid)
{
	char path[64], stat[512], *paren;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return true;
	n = read(fd, stat, sizeof(stat) - 1);
	close(fd);
	if (n <= 0)
		return true;
	stat[n] = '\0';
	paren = strrchr(stat, ')');
	return !paren || !paren[1] || paren[2] == 'Z' || paren[2] == 'X';
}

unsigned int group_members(pid_t group)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	unsigned int n = 0;

	if (!proc) {
		say("exec", "count group %d: open /proc: %s (%s)", group, strerror(errno),
		    errno_name(errno));
		return 0;
	}
	while ((entry = readdir(proc))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0 && pid != group && getpgid(pid) == group && !is_dead(pid))
			n++;
	}
	closedir(proc);
	return n;
}

/* Calls the action for each cgroup below, deepest first; stops at the first that fails. */
static int each_below(int dir, int (*action)(int dir, const char *name, void *context), void *context)
{
	int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), below, result = 0;
	struct dirent *entry;
	DIR *list;

	if (copy < 0)
		return -1;
	list = fdopendir(copy);
	if (!list) {
		close(copy);
		return -1;
	}
	while (!result && (entry = readdir(list))) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		below = openat(dir, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (below < 0)
			continue;
		result = each_below(below, action, context);
		close(below);
		if (!result)
			result = action(dir, entry->d_name, context);
	}
	closedir(list);
	return result;
}

struct census {
	pid_t group, leader;
	unsigned int strangers, others;
};

static int count_in(int dir, const char *name, void *context)
{
	struct census *census = context;
	char path[300];
	FILE *procs;
	int fd, pid;

	snprintf(path, sizeof(path), "%s/cgroup.procs", name);
	fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	procs = fd < 0 ? NULL : fdopen(fd, "r");
	if (!procs) {
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while (fscanf(procs, "%d", &pid) == 1) {
		pid_t group = pid > 0 ? getpgid(pid) : -1;

		census->strangers += group >= 0 && group != census->group;
		census->others += group == census->group && pid != census->leader && !is_dead(pid);
	}
	fclose(procs);
	return 0;
}

static bool cgroup_empty(int dir)
{
	char events[256];
	int fd = openat(dir, "cgroup.events", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, events, sizeof(events) - 1);

	if (fd >= 0)
		close(fd);
	events[n < 0 ? 0 : n] = '\0';
	return strstr(events, "populated 0");
}

bool cgroup_fresh(int dir, int events)
{
	static const char want[] = "populated 0\nfrozen 0\n";
	char text[sizeof(want)];
	struct stat stat;

	return pread(events, text, sizeof(text), 0) == sizeof(want) - 1 && !memcmp(text, want, sizeof(want) - 1) &&
	       !fstat(dir, &stat) && stat.st_nlink == 2;
}

void cgroup_count(int dir, pid_t group, pid_t leader, unsigned int *others, unsigned int *strangers)
{
	struct census census = { .group = group, .leader = leader };

	if (cgroup_empty(dir))
		return;
	count_in(dir, ".", &census);
	each_below(dir, count_in, &census);
	*others = census.others;
	*strangers = census.strangers;
}

int cgroup_kill(int dir)
{
	int fd = openat(dir, "cgroup.kill", O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -1;
	if (write(fd, "1", 1) != 1)
		err = errno;
	close(fd);
	errno = err;
	return err ? -1 : 0;
}

static int remove_one(int dir, const char *name, void *context)
{
	(void)context;
	return unlinkat(dir, name, AT_REMOVEDIR);
}

int cgroup_remove(int parent, const char *name)
{
	int dir;

	/* Most programs make none below. */
	if (!remove_one(parent, name, NULL))
		return 0;
	if (errno != EBUSY)
		return -1;
	dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -1;
	each_below(dir, remove_one, NULL);
	close(dir);
	return remove_one(parent, name, NULL);
}
