// SPDX-License-Identifier: Apache-2.0
/*
 * The invocations of one connection of kt exec, each from request to its last line. Comes in: what the client
 * asked; goes out: lines to the client. The child is in its cgroup before it executes anything (clone3), leads its own
 * group, and is reaped only after its group has been killed, so no signal can hit a reused pid.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "exec.h"

#define LEAF_GRACE_NS (2 * NSEC_PER_SEC)

static const char *const stage_names[] = { "request", "cgroup", "pipe", "clone", "cwd", "stdin", "exec" };

void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

struct run *run_new(int conn)
{
	struct run *run = calloc(1, sizeof(*run));

	if (!run)
		return NULL;
	run->conn = conn;
	run->cgroup = run->leaf = run->events = run->report = run->pidfd = -1;
	run->kept.parent = run->kept.leaf = run->kept.events = -1;
	run->out[0] = run->out[1] = run->err[0] = run->err[1] = -1;
	return run;
}

static void close_pipes(struct run *run)
{
	close_fd(&run->out[0]);
	close_fd(&run->out[1]);
	close_fd(&run->err[0]);
	close_fd(&run->err[1]);
}

/* All of an invocation but its pipes, which the client may not have opened yet. */
static void forget(struct run *run)
{
	close_fd(&run->cgroup);
	close_fd(&run->leaf);
	close_fd(&run->events);
	close_fd(&run->report);
	close_fd(&run->pidfd);
	request_free(&run->request);
	free(run->body);
	run->body = NULL;
	run->news = (struct news){ 0 };
	run->executed = run->killed = false;
	run->escapees = 0;
	run->failure[0] = '\0';
	run->state = RUN_REQUEST;
}

void run_free(struct run *run)
{
	forget(run);
	kept_drop(&run->kept);
	close_pipes(run);
	close_fd(&run->conn);
	free(run->in);
	free(run);
}

void run_tell(struct run *run, const char *format, ...)
{
	char line[1400];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (run->conn < 0 || len < 0 || (size_t)len >= sizeof(line))
		return;
	/* The server then sees the end of the connection, and kills the run. */
	if (send(run->conn, line, (size_t)len, MSG_NOSIGNAL) != len)
		shutdown(run->conn, SHUT_RDWR);
}

/* The program does not run; the line goes out when the leaf is gone. */
static void fail(struct run *run, enum stage stage, int err, const char *what)
{
	if (run->failure[0])
		return;
	snprintf(run->failure, sizeof(run->failure), "failed %s %d %.900s: %s (%s)", stage_names[stage], err,
		 what, strerror(err), errno_name(err));
}

static void start_ending(struct run *run)
{
	close_fd(&run->report);
	run->give_up_ns = monotonic_ns() + LEAF_GRACE_NS;
	run->state = RUN_ENDING;
	run_end(run);
}

static int open_cgroup(struct run *run)
{
	const struct request *request = &run->request;

	if (!request->cgroup || kept_take(run))
		return 0;
	run->cgroup = open(request->cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (run->cgroup < 0) {
		fail(run, STAGE_CGROUP, errno, request->cgroup);
		return -1;
	}
	if (!request->own)
		return 0;
	if (mkdirat(run->cgroup, request->own, 0755)) {
		fail(run, STAGE_CGROUP, errno, request->own);
		/* It is not ours to remove. */
		close_fd(&run->cgroup);
		return -1;
	}
	run->leaf = openat(run->cgroup, request->own, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (run->leaf < 0) {
		fail(run, STAGE_CGROUP, errno, request->own);
		return -1;
	}
	if (request->keep && strlen(request->cgroup) < sizeof(run->kept.path) && strlen(request->own) < sizeof(run->kept.name))
		run->events = openat(run->leaf, "cgroup.events", O_RDONLY | O_CLOEXEC);
	return 0;
}

/* Everything that the child needs; false with the failure noted. */
static bool prepare(struct run *run)
{
	struct fault fault;
	uint32_t len;
	int err;

	memcpy(&len, run->in, sizeof(len));
	run->body = malloc(len + 1);
	if (!run->body) {
		fail(run, STAGE_REQUEST, ENOMEM, "read request");
		return false;
	}
	memcpy(run->body, run->in + sizeof(len), len);
	run->in_len -= sizeof(len) + len;
	memmove(run->in, run->in + sizeof(len) + len, run->in_len);
	err = request_parse(&run->request, run->body, len, &fault);
	if (err) {
		snprintf(run->failure, sizeof(run->failure), "failed request %d %s", err, fault.text);
		return false;
	}
	if (open_cgroup(run))
		return false;
	close_pipes(run); /* those of the one before */
	if (pipe2(run->out, O_CLOEXEC) || pipe2(run->err, O_CLOEXEC)) {
		fail(run, STAGE_PIPE, errno, "make pipes");
		return false;
	}
	return true;
}

/* Into the parent's memory where that is ours as well, else through the pipe. */
static void tell_parent(struct run *run, int report, struct news news)
{
	run->news = news;
	if (report >= 0 && write(report, &news, sizeof(news)) < 0)
		_exit(EXIT_UNAVAILABLE);
}

static _Noreturn void child_fail(struct run *run, int report, enum stage stage, int err)
{
	tell_parent(run, report, (struct news){ .stage = stage, .err = err });
	_exit(127);
}

static _Noreturn void child(struct run *run, pid_t server, int report)
{
	const struct request *request = &run->request;
	int fd;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != server)
		_exit(EXIT_UNAVAILABLE);
	if ((!request->parent_group && setpgid(0, 0)) || dup2(run->out[1], STDOUT_FILENO) < 0 || dup2(run->err[1], STDERR_FILENO) < 0)
		child_fail(run, report, STAGE_CLONE, errno);
	/* Else a child that waits below, for a FIFO, would hold the pipes of others open. */
	fd = STDERR_FILENO + 1;
	if (report >= 0) {
		if (report != fd && dup3(report, fd, O_CLOEXEC) < 0)
			child_fail(run, report, STAGE_CLONE, errno);
		report = fd++;
	}
	if (syscall(SYS_close_range, fd, ~0u, 0) || (report >= 0 && fcntl(report, F_SETFD, FD_CLOEXEC)))
		child_fail(run, report, STAGE_CLONE, errno);
	signal_clear();
	if (request->cwd && chdir(request->cwd))
		child_fail(run, report, STAGE_CWD, errno);
	fd = open(request->stdin_path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
		child_fail(run, report, STAGE_STDIN, errno);
	if (request->delay_ns) {
		struct timespec delay = {
			.tv_sec = (time_t)(request->delay_ns / NSEC_PER_SEC),
			.tv_nsec = (long)(request->delay_ns % NSEC_PER_SEC),
		};

		nanosleep(&delay, NULL);
	}
	tell_parent(run, report, (struct news){ .stage = STAGE_EXEC, .at_ns = monotonic_ns() });
	child_fail(run, report, STAGE_EXEC, exec_search(request->argv, request->envp));
}

/* Opening a FIFO waits for its writer, and a delay is a wait. */
static bool waits(const struct request *request)
{
	struct stat stdin_stat;

#ifdef __SANITIZE_ADDRESS__
	return true; /* the sanitizer would take what the child does to the stack for ours */
#endif
	return request->delay_ns ||
	       (strcmp(request->stdin_path, "/dev/null") &&
		(stat(request->stdin_path, &stdin_stat) || !S_ISREG(stdin_stat.st_mode)));
}

/*
 * A child that does not wait starts as by vfork(2), for a third of what a fork costs: until its exec it has our
 * memory and our stack, and we stand still. In assembler, since it may not return from a function that we return
 * from as well.
 */
__attribute__((noinline)) static long clone_and_run(struct clone_args *args, struct run *run, pid_t server,
						    int report)
{
	long pid;

	__asm__ volatile("syscall"
			 : "=a"(pid)
			 : "a"(SYS_clone3), "D"(args), "S"(sizeof(*args))
			 : "rcx", "r11", "memory");
	if (!pid)
		child(run, server, report);
	return pid;
}

/* The report is -1 for a child that shares our memory until its exec. */
static pid_t clone_child(struct run *run, int report)
{
	struct clone_args args = { .flags = CLONE_PIDFD, .exit_signal = SIGCHLD };
	long pid;

	args.pidfd = (uint64_t)(uintptr_t)&run->pidfd;
	if (report < 0)
		args.flags |= CLONE_VM | CLONE_VFORK;
	if (run->cgroup >= 0) {
		args.flags |= CLONE_INTO_CGROUP;
		args.cgroup = (unsigned int)(run->leaf >= 0 ? run->leaf : run->cgroup);
	}
	pid = clone_and_run(&args, run, getpid(), report);
	if (pid >= 0)
		return (pid_t)pid;
	errno = (int)-pid;
	return -1;
}

static void on_news(struct run *run)
{
	const struct request *request = &run->request;
	const struct news *news = &run->news;

	run->executed = !news->err && news->at_ns;
	if (news->err)
		fail(run, news->stage, news->err,
		     news->stage == STAGE_CWD ? request->cwd :
		     news->stage == STAGE_STDIN ? request->stdin_path : request->argv[0]);
}

static void tell_started(struct run *run)
{
	if (!run->executed || run->state != RUN_STARTING)
		return;
	run->state = RUN_RUNNING;
	run_tell(run, "started %d %llu /proc/%d/fd/%d /proc/%d/fd/%d\n", run->pid,
		 (unsigned long long)run->news.at_ns, getpid(), run->out[0], getpid(), run->err[0]);
}

void run_start(struct run *run)
{
	int report[2] = { -1, -1 }, err;

	if (!prepare(run))
		return start_ending(run);
	if (waits(&run->request) && pipe2(report, O_CLOEXEC | O_NONBLOCK)) {
		fail(run, STAGE_PIPE, errno, "make the report's pipe");
		return start_ending(run);
	}
	run->report = report[0];
	run->pid = clone_child(run, report[1]);
	err = errno;
	close_fd(&report[1]);
	close_fd(&run->out[1]);
	close_fd(&run->err[1]);
	if (run->pid < 0) {
		run->pid = 0;
		run->pidfd = -1;
		/* No room for a process is no fault of the cgroup, save for its pids.max. */
		if (run->cgroup >= 0 && err != EAGAIN && err != ENOMEM && err != ENOSYS)
			fail(run, STAGE_CGROUP, err, run->request.cgroup);
		else
			fail(run, STAGE_CLONE, err, run->request.argv[0]);
		return start_ending(run);
	}
	run->state = RUN_STARTING;
	if (run->report >= 0) {
		/* The child does it too; whoever comes first. Later calls fail, and need not succeed. */
		if (!run->request.parent_group)
			setpgid(run->pid, run->pid);
		return;
	}
	on_news(run);
	tell_started(run);
}

void run_on_report(struct run *run)
{
	ssize_t got;

	while (run->report >= 0) {
		got = read(run->report, &run->news, sizeof(run->news));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return;
		if (got == (ssize_t)sizeof(run->news))
			on_news(run);
		else
			close_fd(&run->report);
	}
	tell_started(run);
}

/* That of kt exec itself is not ours to kill. */
static void kill_group(const struct run *run)
{
	if (!run->request.parent_group)
		kill(-run->pid, SIGKILL);
}

static void kill_leaf(const struct run *run)
{
	if (cgroup_kill(run->leaf))
		say("exec", "kill cgroup %s/%s: %s (%s)", run->request.cgroup, run->request.own,
		    strerror(errno), errno_name(errno));
}

/* Who is there beside the leader; without a leaf only its own group can be looked through. */
static void count(struct run *run, unsigned int *survivors)
{
	pid_t group = run->request.parent_group ? getpgrp() : run->pid;

	*survivors = 0;
	if (run->leaf >= 0)
		cgroup_count(run->leaf, group, run->pid, survivors, &run->escapees);
	else if (!run->request.parent_group)
		*survivors = group_members(group);
}

void run_kill(struct run *run)
{
	unsigned int ignored;

	if (run->state == RUN_REQUEST)
		run->state = RUN_OVER;
	if (!run->pid)
		return;
	if (!run->killed && run->leaf >= 0)
		count(run, &ignored);
	run->killed = true;
	kill_group(run);
	kill(run->pid, SIGKILL);
	if (run->leaf >= 0)
		kill_leaf(run);
}

static bool leaf_removed(struct run *run)
{
	if (run->leaf < 0 || unlinkat(run->cgroup, run->request.own, AT_REMOVEDIR))
		return false;
	close_fd(&run->leaf);
	run->request.own = NULL;
	return true;
}

static long us(const struct timeval *time)
{
	return time->tv_sec * 1000000 + time->tv_usec;
}

void run_on_end(struct run *run)
{
	uint64_t at_ns = monotonic_ns();
	unsigned int survivors = 0;
	struct rusage usage;
	int status;

	run_on_report(run);
	/*
	 * The leader is a zombie: its pid, and with it the group's id, stays ours until it is reaped. A leaf that is
	 * fresh, or can be removed, has nobody else in it.
	 */
	if (!run->killed && !kept_put(run) && !leaf_removed(run))
		count(run, &survivors);
	kill_group(run);
	/* Killing takes a while, and most runs leave nobody behind. */
	if (!run->killed && run->leaf >= 0 && (survivors || run->escapees))
		kill_leaf(run);
	if (wait4(run->pid, &status, 0, &usage) != run->pid) {
		say("exec", "wait for %d: %s (%s)", run->pid, strerror(errno), errno_name(errno));
		status = 0;
	}
	close_fd(&run->pidfd);
	run->pid = 0;
	if (!run->executed && !run->failure[0])
		fail(run, STAGE_EXEC, ECANCELED, "killed before it was executed");
	snprintf(run->reply, sizeof(run->reply), "ended %s %d %llu %ld %ld %ld %ld %ld %u %u",
		 WIFSIGNALED(status) ? "signal" : "exit",
		 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), (unsigned long long)at_ns,
		 us(&usage.ru_utime), us(&usage.ru_stime), usage.ru_maxrss, usage.ru_nvcsw,
		 usage.ru_nivcsw, survivors, run->escapees);
	start_ending(run);
}

void run_end(struct run *run)
{
	char *line = run->failure[0] ? run->failure : run->reply;

	if (run->cgroup >= 0 && run->request.own && cgroup_remove(run->cgroup, run->request.own) &&
	    errno != ENOENT) {
		if (monotonic_ns() < run->give_up_ns)
			return;
		say("exec", "remove cgroup %s/%s: %s (%s)", run->request.cgroup, run->request.own,
		    strerror(errno), errno_name(errno));
	}
	/* It is one line, whatever the program is called. */
	for (char *at = line; *at; at++)
		if (*at >= 0 && *at < ' ')
			*at = '?';
	run_tell(run, "%s\n", line);
	forget(run);
	run->renewed = true;
	if (run->conn < 0 || run->last)
		run->state = RUN_OVER;
}
