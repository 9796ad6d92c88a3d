// SPDX-License-Identifier: Apache-2.0
/*
 * kt sweep: leaves nothing behind, whoever dies first. Comes in: the caller's end of our standard input,
 * cgroups, controllers that were handed on for their sake, paths; goes out: nothing of them is left. It begins when standard input ends, which is what a
 * killed caller comes to, too, and is in a session of its own, out of reach of the terminal's signals.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exec.h"

#define EMPTY_WITHIN_NS (10 * NSEC_PER_SEC)

static int remove_cgroup(const char *path)
{
	uint64_t give_up_ns = monotonic_ns() + EMPTY_WITHIN_NS;
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	if (dir < 0)
		return errno == ENOENT ? 0 : -1;
	result = cgroup_kill(dir);
	close(dir);
	while (!result && cgroup_remove(AT_FDCWD, path)) {
		if (errno == ENOENT)
			break;
		if (errno != EBUSY || monotonic_ns() > give_up_ns)
			return -1;
		poll(NULL, 0, 5);
	}
	return result;
}

static void await_end_of_input(void)
{
	char waste[4096];
	ssize_t got;

	do
		got = read(STDIN_FILENO, waste, sizeof(waste));
	while (got > 0 || (got < 0 && errno == EINTR));
}

/* While somebody else needs it below, the kernel refuses, and it stays. */
static void take_back(const char *cgroup, const char *controller)
{
	char path[4096], word[64];
	int fd;

	snprintf(path, sizeof(path), "%.*s/cgroup.subtree_control", (int)(strrchr(cgroup, '/') - cgroup), cgroup);
	snprintf(word, sizeof(word), "-%s", controller);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || (write(fd, word, strlen(word)) < 0 && errno != EBUSY))
		say("sweep", "take %s back from %s: %s (%s)", controller, path, strerror(errno), errno_name(errno));
	if (fd >= 0)
		close(fd);
}

static bool known(int argc, char **argv, int i, bool cgroup)
{
	if (cgroup && i + 1 < argc && !strcmp(argv[i], "--controller"))
		return true;
	if (strcmp(argv[i], "--cgroup") && strcmp(argv[i], "--remove")) {
		say("sweep", "read arguments: expected --cgroup or --remove, was \"%s\"", argv[i]);
		return false;
	}
	if (i + 1 == argc || argv[i + 1][0] != '/' || !argv[i + 1][1]) {
		say("sweep", "read arguments: %s: expected an absolute path, was \"%s\"", argv[i],
		    i + 1 < argc ? argv[i + 1] : "");
		return false;
	}
	return true;
}

int role_sweep(int argc, char **argv)
{
	const char *cgroup = NULL;
	int result = 0;

	for (int i = 1; i < argc; i += 2) {
		if (!known(argc, argv, i, cgroup))
			return EXIT_USAGE;
		if (!strcmp(argv[i], "--cgroup"))
			cgroup = argv[i + 1];
	}
	/* The caller hears them, too, and its end is what counts. */
	setsid();
	for (const int *at = (const int[]){ SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, 0 }; *at; at++)
		signal(*at, SIG_IGN);
	await_end_of_input();
	/* Who lives in a cgroup may still write below a path. */
	for (int i = 1; i < argc; i += 2) {
		if (strcmp(argv[i], "--cgroup") || !remove_cgroup(argv[i + 1]))
			continue;
		say("sweep", "remove cgroup %s: %s (%s)", argv[i + 1], strerror(errno), errno_name(errno));
		result = EXIT_UNAVAILABLE;
	}
	for (int i = 1; i < argc; i += 2) {
		if (!strcmp(argv[i], "--cgroup"))
			cgroup = argv[i + 1];
		else if (cgroup && !strcmp(argv[i], "--controller"))
			take_back(cgroup, argv[i + 1]);
	}
	for (int i = 1; i < argc; i += 2)
		if (!strcmp(argv[i], "--remove") && remove_tree(argv[i + 1]))
			result = EXIT_UNAVAILABLE;
	return result;
}
