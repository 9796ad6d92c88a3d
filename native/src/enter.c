// SPDX-License-Identifier: Apache-2.0
/*
 * kt enter: runs a command in a root directory of its own, on the kernel that is there: a bare machine
 * becomes what the guest is to a test. Comes in: the directory, a cgroup, directories to be seen from
 * inside; goes out: the command in our place. The mounts are in a namespace and go with its last process.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "kt.h"

static int bind_into(const char *root, const char *from, const char *to, struct fault *fault)
{
	char path[4096];

	if ((size_t)snprintf(path, sizeof(path), "%s%s", root, to) >= sizeof(path))
		return fault_errno(fault, ENAMETOOLONG, "bind %s", from);
	if (mount(from, path, NULL, MS_BIND | MS_REC, NULL))
		return fault_errno(fault, errno, "bind %s to %s", from, path);
	return 0;
}

static int join(const char *cgroup, struct fault *fault)
{
	char path[4096];
	int fd, err = 0;

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "0", 1) != 1)
		err = errno;
	if (fd >= 0)
		close(fd);
	return err ? fault_errno(fault, err, "enter cgroup %s", cgroup) : 0;
}

/* As the guest has them: traces are the kernel's, and what is pinned goes with the namespace. */
static int mount_own(const char *root, const char *type, const char *at, struct fault *fault)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s%s", root, at);
	if (!mount(type, path, type, MS_NOSUID | MS_NOEXEC | MS_NODEV, NULL))
		return 0;
	/* This kernel has no such thing; or it is there already, being the same everywhere. */
	if (errno == ENOENT || errno == ENODEV || errno == EBUSY)
		return 0;
	return fault_errno(fault, errno, "mount %s at %s", type, at);
}

static int enter(const char *root, struct fault *fault)
{
	static const char *const seen[] = { "/proc", "/sys", "/dev" };

	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return fault_errno(fault, errno, "make a mount namespace");
	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		if (bind_into(root, seen[i], seen[i], fault))
			return -1;
	if (mount_own(root, "tracefs", "/sys/kernel/tracing", fault))
		return -1;
	return mount_own(root, "bpf", "/sys/fs/bpf", fault);
}

int role_enter(int argc, char **argv)
{
	struct fault fault;
	int i = 2;

	if (argc < 2 || argv[1][0] != '/') {
		say("enter", "read arguments: expected an absolute path of a root directory, was \"%s\"",
		    argc < 2 ? "" : argv[1]);
		return EXIT_USAGE;
	}
	/* The cgroup first: its path is that of the host. */
	for (; i + 1 < argc && !strcmp(argv[i], "--cgroup"); i += 2)
		if (join(argv[i + 1], &fault))
			goto fail;
	if (enter(argv[1], &fault))
		goto fail;
	for (; i + 2 < argc && !strcmp(argv[i], "--bind"); i += 3)
		if (bind_into(argv[1], argv[i + 1], argv[i + 2], &fault))
			goto fail;
	if (i + 1 >= argc || strcmp(argv[i], "--")) {
		say("enter", "read arguments: expected -- and a command, was \"%s\"", i < argc ? argv[i] : "");
		return EXIT_USAGE;
	}
	if (chroot(argv[1]) || chdir("/")) {
		fault_errno(&fault, errno, "enter %s", argv[1]);
		goto fail;
	}
	/* A shell lets its background jobs ignore these. */
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	execv(argv[i + 1], argv + i + 1);
	fault_errno(&fault, errno, "execute %s in %s", argv[i + 1], argv[1]);
fail:
	say("enter", "%s", fault.text);
	return EXIT_UNAVAILABLE;
}
