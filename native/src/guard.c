// SPDX-License-Identifier: Apache-2.0
/*
 * kt guard: keeps a command no longer than its caller. Comes in: the caller's end of our standard input,
 * a command, paths; goes out: the command's exit code, and no process and no path left behind. Nothing
 * is read from standard input but its end.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kt.h"

struct args {
	char **remove;		/* ends with NULL */
	char **command;
};

static int parse(struct args *args, int argc, char **argv)
{
	int removed = 0, i;

	args->remove = calloc((size_t)argc, sizeof(char *));
	if (!args->remove) {
		say("guard", "read arguments: no memory");
		return EXIT_UNAVAILABLE;
	}
	for (i = 1; i < argc && !strcmp(argv[i], "--remove"); i += 2) {
		if (i + 1 == argc || argv[i + 1][0] != '/' || !argv[i + 1][1]) {
			say("guard", "read arguments: --remove: expected an absolute path, was \"%s\"",
			    i + 1 < argc ? argv[i + 1] : "");
			return EXIT_USAGE;
		}
		args->remove[removed++] = argv[i + 1];
	}
	if (i >= argc || strcmp(argv[i], "--") || i + 1 >= argc) {
		say("guard", "read arguments: expected -- and a command, was \"%s\"",
		    i < argc ? argv[i] : "");
		return EXIT_USAGE;
	}
	args->command = argv + i + 1;
	return 0;
}

/* True when the caller has gone or closed its end. */
static bool caller_gone(void)
{
	char waste[4096];
	ssize_t got = read(STDIN_FILENO, waste, sizeof(waste));

	return !got || (got < 0 && errno != EAGAIN && errno != EINTR);
}

static bool has_ended(pid_t pid)
{
	siginfo_t info = { 0 };

	return !waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) && info.si_pid == pid;
}

/* Returns when the command has ended; it stays a zombie, so that its group's id is still its own. */
static void watch(pid_t pid, int signals)
{
	struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 }, { signals, POLLIN, 0 } };
	struct signalfd_siginfo info;

	while (!has_ended(pid)) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR) {
			say("guard", "wait for events: %s (%s)", strerror(errno), errno_name(errno));
			kill(-pid, SIGKILL);
			return;
		}
		if (fds[0].revents && caller_gone()) {
			fds[0].fd = -1;
			kill(-pid, SIGKILL);
		}
		while (fds[1].revents && read(signals, &info, sizeof(info)) > 0)
			if (info.ssi_signo != SIGCHLD)
				kill(-pid, SIGKILL);
	}
}

int role_guard(int argc, char **argv)
{
	static const int wanted[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP, 0 };
	struct args args = { 0 };
	struct fault fault;
	struct spawn command = { .envp = environ, .nfds = 3 };
	int result = parse(&args, argc, argv), signals, status = 0;
	pid_t pid;

	if (result)
		goto out;
	result = EXIT_UNAVAILABLE;
	command.argv = args.command;
	command.fds[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	command.fds[1] = STDOUT_FILENO;
	command.fds[2] = STDERR_FILENO;
	if (command.fds[0] < 0)
		fault_errno(&fault, errno, "open /dev/null");
	signals = signal_fd(&fault, wanted);
	pid = command.fds[0] < 0 || signals < 0 ? -1 : spawn(&command, &fault);
	if (pid > 0) {
		watch(pid, signals);
		kill(-pid, SIGKILL);
		if (waitpid(pid, &status, 0) == pid)
			result = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	} else {
		say("guard", "%s", fault.text);
		result = 127;
	}
	for (char **path = args.remove; *path; path++)
		remove_tree(*path);
out:
	free(args.remove);
	return result;
}
