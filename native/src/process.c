// SPDX-License-Identifier: Apache-2.0
/*
 * Child processes and signals: spawn with given descriptors, PATH search, signalfd, time, small files.
 * Comes in: argv, environment, descriptors; goes out: a pid whose program is known to have started.
 * No cgroups in here (exec_run.c has its own way to start a child, into one).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kt.h"

#define PATH_DEFAULT "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

uint64_t monotonic_ns(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return 0;
	return (uint64_t)now.tv_sec * NSEC_PER_SEC + (uint64_t)now.tv_nsec;
}

int hold_stdio(struct fault *fault)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
		if (fd < 0)
			return fault_errno(fault, errno, "open /dev/null");
	} while (fd <= STDERR_FILENO);
	close(fd);
	return 0;
}

int signal_fd(struct fault *fault, const int *signals)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	for (; *signals; signals++)
		sigaddset(&set, *signals);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return fault_errno(fault, errno, "block signals");
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return fault_errno(fault, errno, "ignore SIGPIPE");
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return fault_errno(fault, errno, "open a signalfd");
	return fd;
}

void signal_clear(void)
{
	sigset_t none;

	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void signal_reset(void)
{
	/* Also those that were ignored before us; the C library keeps two of its own, and refuses them. */
	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	signal_clear();
}

static const char *path_of(char *const envp[])
{
	for (; *envp; envp++)
		if (!strncmp(*envp, "PATH=", 5))
			return *envp + 5;
	return PATH_DEFAULT;
}

int exec_search(char *const argv[], char *const envp[])
{
	const char *dir = path_of(envp);
	int found = ENOENT;
	char full[4096];

	if (strchr(argv[0], '/')) {
		execve(argv[0], argv, envp);
		return errno;
	}
	if (!argv[0][0])
		return ENOENT;
	for (;;) {
		size_t len = strcspn(dir, ":");
		int n = snprintf(full, sizeof(full), "%.*s%s%s", (int)len, dir, len ? "/" : "", argv[0]);

		if (n > 0 && (size_t)n < sizeof(full)) {
			execve(full, argv, envp);
			if (errno == EACCES)
				found = EACCES;
			else if (errno != ENOENT && errno != ENOTDIR)
				return errno;
		}
		if (!dir[len])
			return found;
		dir += len + 1;
	}
}

static _Noreturn void spawn_child(const struct spawn *spawn, pid_t parent, int report)
{
	int fds[4] = { -1, -1, -1, -1 };
	int err;

	/* The parent may have died before the signal was asked for. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		_exit(EXIT_UNAVAILABLE);
	if (setpgid(0, 0))
		goto fail;
	signal_reset();
	/* First out of the way of 0 to 3, then into place. */
	for (int i = 0; i < spawn->nfds; i++) {
		fds[i] = fcntl(spawn->fds[i], F_DUPFD_CLOEXEC, 16);
		if (fds[i] < 0)
			goto fail;
	}
	report = fcntl(report, F_DUPFD_CLOEXEC, 16);
	if (report < 0)
		_exit(EXIT_UNAVAILABLE);
	for (int i = 0; i < spawn->nfds; i++)
		if (dup2(fds[i], i) < 0)
			goto fail;
	if (spawn->cwd && chdir(spawn->cwd))
		goto fail;
	errno = exec_search(spawn->argv, spawn->envp);
fail:
	err = errno;
	if (write(report, &err, sizeof(err)) < 0)
		_exit(EXIT_UNAVAILABLE);
	_exit(127);
}

pid_t spawn(const struct spawn *spawn, struct fault *fault)
{
	pid_t parent = getpid();
	int report[2], err = 0;
	ssize_t got;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC))
		return fault_errno(fault, errno, "start %s: make a pipe", spawn->argv[0]);
	pid = fork();
	if (!pid)
		spawn_child(spawn, parent, report[1]);
	if (pid < 0)
		err = errno;
	close(report[1]);
	if (pid < 0) {
		close(report[0]);
		return fault_errno(fault, err, "start %s: fork", spawn->argv[0]);
	}
	do {
		got = read(report[0], &err, sizeof(err));
	} while (got < 0 && errno == EINTR);
	close(report[0]);
	if (got == 0)
		return pid;
	waitpid(pid, NULL, 0);
	return fault_errno(fault, got < 0 ? EIO : err, "start %s", spawn->argv[0]);
}

char *next_line(char **text)
{
	char *line = *text;
	size_t len = strcspn(line, "\n");

	if (!*line)
		return NULL;
	*text = line + len + (line[len] ? 1 : 0);
	line[len] = '\0';
	return line;
}

char *read_text(const char *path, size_t limit, struct fault *fault)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = malloc(limit + 1);
	size_t len = 0;
	ssize_t got = -1;

	if (fd < 0 || !text) {
		fault_errno(fault, errno, "open %s", path);
		goto out;
	}
	do {
		got = read(fd, text + len, limit - len);
		if (got > 0)
			len += (size_t)got;
	} while ((got > 0 && len < limit) || (got < 0 && errno == EINTR));
	if (got < 0)
		fault_errno(fault, errno, "read %s", path);
	else if (len == limit)
		got = fault_text(fault, "read %s: longer than %zu bytes", path, limit - 1);
out:
	if (fd >= 0)
		close(fd);
	if (got < 0) {
		free(text);
		return NULL;
	}
	text[len] = '\0';
	return text;
}
