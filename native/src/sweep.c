// SPDX-License-Identifier: Apache-2.0
/*
 * kt sweep: leaves nothing behind, whoever dies first. Comes in: the caller's end of our standard input,
 * and what the caller made or changed; goes out: none of it is left. It begins when standard input ends,
 * which is what a killed caller comes to, too, and is in a session of its own, out of reach of the
 * terminal's signals. Whatever the order of the arguments, it takes them in that of the table below.
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
#define DETACHED_WITHIN_NS (10 * NSEC_PER_SEC)
#define SCHED_EXT "/sys/kernel/sched_ext/"

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

static int take_cgroup(char **values)
{
	if (!remove_cgroup(values[0]))
		return 0;
	say("sweep", "remove cgroup %s: %s (%s)", values[0], strerror(errno), errno_name(errno));
	return -1;
}

static int write_value(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -1;
	if (write(fd, value, strlen(value)) < 0)
		err = errno;
	close(fd);
	errno = err;
	return err ? -1 : 0;
}

/* A kernel file without its line end; "" if it cannot be read. */
static void read_value(const char *path, char *value, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? 0 : read(fd, value, size - 1);

	if (fd >= 0)
		close(fd);
	value[got > 0 ? got : 0] = '\0';
	value[strcspn(value, "\n")] = '\0';
}

/* Whether what is attached is what had this number when it did so. A kernel without numbers has one at a time. */
static bool attached(const char *number)
{
	char state[32], now[32];

	read_value(SCHED_EXT "state", state, sizeof(state));
	read_value(SCHED_EXT "enable_seq", now, sizeof(now));
	return *state && strcmp(state, "disabled") && !strcmp(number, now);
}

/* The file has the number of the scheduler that the run had attached. Its program is dead by now, so what still is
 * attached is held by something else, such as a pinned link; SysRq-S ejects it. */
static int eject(char **values)
{
	uint64_t give_up_ns = monotonic_ns() + DETACHED_WITHIN_NS;
	bool ejected = false;
	char number[32];

	if (access(values[0], F_OK))
		return 0;
	read_value(values[0], number, sizeof(number));
	for (; attached(number); poll(NULL, 0, 20)) {
		if (monotonic_ns() < give_up_ns)
			continue;
		if (ejected || write_value("/proc/sysrq-trigger", "S")) {
			say("sweep", "eject the scheduler that is still attached: it stays; write S to /proc/sysrq-trigger");
			return -1;
		}
		ejected = true;
		give_up_ns = monotonic_ns() + DETACHED_WITHIN_NS;
	}
	return 0;
}

static int restore(char **values)
{
	char now[4096];

	read_value(values[0], now, sizeof(now));
	if (!strcmp(now, values[1]) || !write_value(values[0], values[1]))
		return 0;
	say("sweep", "write %s to %s: %s (%s)", values[1], values[0], strerror(errno), errno_name(errno));
	return -1;
}

/* While somebody else needs it below, the kernel refuses, and it stays. */
static int take_back(char **values)
{
	char path[4096], word[64];

	snprintf(path, sizeof(path), "%s/cgroup.subtree_control", values[0]);
	snprintf(word, sizeof(word), "-%s", values[1]);
	if (write_value(path, word) && errno != EBUSY)
		say("sweep", "take %s back from %s: %s (%s)", values[1], path, strerror(errno), errno_name(errno));
	return 0;
}

static int take_directory(char **values)
{
	if (!rmdir(values[0]) || errno == ENOENT)
		return 0;
	say("sweep", "remove %s: %s (%s)", values[0], strerror(errno), errno_name(errno));
	return -1;
}

static int take_tree(char **values)
{
	return remove_tree(values[0]);
}

static const struct taking {
	const char *name;
	int values;		/* the first is an absolute path */
	int (*take)(char **values);
} takings[] = {
	{ "--cgroup", 1, take_cgroup },	/* who lives there may still write below a path */
	{ "--eject", 1, eject },
	{ "--restore", 2, restore },
	{ "--controller", 2, take_back },
	{ "--rmdir", 1, take_directory },
	{ "--remove", 1, take_tree },
};

#define TAKINGS (sizeof(takings) / sizeof(takings[0]))

static const struct taking *taking_of(const char *name)
{
	for (size_t i = 0; i < TAKINGS; i++)
		if (!strcmp(takings[i].name, name))
			return &takings[i];
	return NULL;
}

/* How far the next one is. */
static int width(const char *name)
{
	const struct taking *taking = taking_of(name);

	return 1 + (taking ? taking->values : 0);
}

static bool known(int argc, char **argv, int i)
{
	const struct taking *taking = taking_of(argv[i]);

	if (!taking) {
		say("sweep", "read arguments: expected one of --cgroup, --eject, --restore, --controller, --rmdir and "
		    "--remove, was \"%s\"", argv[i]);
		return false;
	}
	if (i + taking->values >= argc) {
		say("sweep", "read arguments: %s: a value is missing", argv[i]);
		return false;
	}
	if (argv[i + 1][0] != '/' || !argv[i + 1][1]) {
		say("sweep", "read arguments: %s: expected an absolute path, was \"%s\"", argv[i], argv[i + 1]);
		return false;
	}
	return true;
}

static void await_end_of_input(void)
{
	char waste[4096];
	ssize_t got;

	do
		got = read(STDIN_FILENO, waste, sizeof(waste));
	while (got > 0 || (got < 0 && errno == EINTR));
}

int role_sweep(int argc, char **argv)
{
	int result = 0;

	for (int i = 1; i < argc; i += width(argv[i]))
		if (!known(argc, argv, i))
			return EXIT_USAGE;
	/* The caller hears them, too, and its end is what counts. */
	for (const int *at = (const int[]){ SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, 0 }; *at; at++)
		signal(*at, SIG_IGN);
	setsid();
	await_end_of_input();
	for (size_t each = 0; each < TAKINGS; each++)
		for (int i = 1; i < argc; i += width(argv[i]))
			if (taking_of(argv[i]) == &takings[each] && takings[each].take(argv + i + 1))
				result = EXIT_UNAVAILABLE;
	return result;
}
