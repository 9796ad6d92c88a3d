// SPDX-License-Identifier: Apache-2.0
/*
 * kt exec: the launcher. Comes in: connections to a Unix socket, on each one invocation at a time; goes out: processes
 * in their cgroups, and lines that say how they started and ended. Prints `listening` on standard output
 * when it is. One thread, one poll, a pidfd per child. A client that goes takes its processes along.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "exec.h"

#define BACKLOG 128
#define ENDING_POLL_MS 1

struct server {
	int listener, signals;
	struct run *runs;
	struct pollfd *fds;
	size_t fds_size;
	bool stopping;
	bool no_accept;		/* out of descriptors; try again when a run is over */
};

static int listen_at(const char *path, struct fault *fault)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(addr.sun_path))
		return fault_text(fault, "listen at %s: longer than %zu bytes", path,
				  sizeof(addr.sun_path) - 1);
	strcpy(addr.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return fault_errno(fault, errno, "listen at %s: socket", path);
	unlink(path);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, BACKLOG)) {
		fault_errno(fault, errno, "listen at %s", path);
		close(fd);
		return -1;
	}
	return fd;
}

static void accept_clients(struct server *server)
{
	struct run *run;
	int conn;

	while ((conn = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0) {
		run = run_new(conn);
		if (!run) {
			close(conn);
			continue;
		}
		run->next = server->runs;
		server->runs = run;
	}
	if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
		return;
	say("exec", "accept a client: %s (%s)", strerror(errno), errno_name(errno));
	server->no_accept = server->runs;
}

/* How long the request at the front is in all; 0: not known yet. */
static size_t request_size(const struct run *run)
{
	uint32_t len;

	if (run->in_len < sizeof(len))
		return 0;
	memcpy(&len, run->in, sizeof(len));
	return sizeof(len) + len;
}

static void on_lines(struct run *run)
{
	char *end;

	while (run->state != RUN_REQUEST && run->state != RUN_OVER && (end = memchr(run->in, '\n', run->in_len))) {
		size_t len = (size_t)(end - run->in);

		if (len == 4 && !memcmp(run->in, "kill", 4))
			run_kill(run);
		else
			say("exec", "read from the client: line \"%.*s\" in state %d", (int)len, run->in,
			    run->state);
		run->in_len -= len + 1;
		memmove(run->in, end + 1, run->in_len);
	}
}

/* The end of what was to be killed can be on its way to the client. As a length it would be refused. */
static void skip_late_kill(struct run *run)
{
	static const char line[] = "kill\n";
	const size_t len = sizeof(line) - 1;

	if (run->in_len < len || memcmp(run->in, line, len))
		return;
	run->in_len -= len;
	memmove(run->in, run->in + len, run->in_len);
}

static void on_input(struct run *run)
{
	if (run->state == RUN_REQUEST) {
		size_t need;

		skip_late_kill(run);
		need = request_size(run);
		if (need > REQUEST_LIMIT) {
			run_tell(run, "failed request %d read request: %zu bytes, at most %u\n", E2BIG,
				 need, REQUEST_LIMIT);
			run->state = RUN_OVER;
			return;
		}
		if (!need || run->in_len < need)
			return;
		run_start(run);
	}
	on_lines(run);
}

static void client_gone(struct run *run)
{
	close(run->conn);
	run->conn = -1;
	run_kill(run);
}

static void on_client(struct run *run)
{
	ssize_t got;

	if (run->in_size - run->in_len < 4096) {
		size_t size = run->in_size ? 2 * run->in_size : 16384;
		char *in = realloc(run->in, size);

		if (!in) {
			say("exec", "read a request: no memory for %zu bytes", size);
			client_gone(run);
			return;
		}
		run->in = in;
		run->in_size = size;
	}
	got = recv(run->conn, run->in + run->in_len, run->in_size - run->in_len, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		client_gone(run);
		return;
	}
	run->in_len += (size_t)got;
	/* After the request there are only short lines. */
	if (run->state != RUN_REQUEST && run->in_len > 4096)
		client_gone(run);
	else
		on_input(run);
}

static void remove_finished(struct server *server)
{
	for (struct run **link = &server->runs, *run; (run = *link);) {
		if (run->renewed)
			server->no_accept = false;
		run->renewed = false;
		if (run->state != RUN_OVER) {
			link = &run->next;
			continue;
		}
		*link = run->next;
		run_free(run);
		server->no_accept = false;
	}
}

static int grow_fds(struct server *server)
{
	size_t need = 2;
	struct pollfd *fds;

	for (struct run *run = server->runs; run; run = run->next)
		need += 3;
	if (need <= server->fds_size)
		return 0;
	fds = realloc(server->fds, 2 * need * sizeof(*fds));
	if (!fds)
		return -1;
	server->fds = fds;
	server->fds_size = 2 * need;
	return 0;
}

static int wait_for_events(struct server *server)
{
	struct pollfd *at = server->fds;
	int timeout = -1;

	*at++ = (struct pollfd){ server->signals, POLLIN, 0 };
	*at++ = (struct pollfd){ server->stopping || server->no_accept ? -1 : server->listener, POLLIN, 0 };
	for (struct run *run = server->runs; run; run = run->next) {
		*at++ = (struct pollfd){ run->conn, POLLIN, 0 };
		*at++ = (struct pollfd){ run->report, POLLIN, 0 };
		*at++ = (struct pollfd){ run->pid ? run->pidfd : -1, POLLIN, 0 };
		if (run->state == RUN_ENDING)
			timeout = ENDING_POLL_MS;
	}
	return poll(server->fds, (nfds_t)(at - server->fds), timeout);
}

static void stop(struct server *server)
{
	struct signalfd_siginfo info;

	if (read(server->signals, &info, sizeof(info)) < 0)
		return;
	server->stopping = true;
	for (struct run *run = server->runs; run; run = run->next) {
		run->last = true;
		run_kill(run);
	}
}

static void serve(struct server *server)
{
	while (!server->stopping || server->runs) {
		const struct pollfd *at = server->fds;

		if (grow_fds(server) || wait_for_events(server) < 0) {
			if (errno == EINTR)
				continue;
			say("exec", "wait for events: %s (%s)", strerror(errno), errno_name(errno));
			return;
		}
		at = server->fds + 2;
		for (struct run *run = server->runs; run; run = run->next, at += 3) {
			if (run->state == RUN_ENDING)
				run_end(run);
			if (at[1].revents && run->report >= 0)
				run_on_report(run);
			if (at[2].revents && run->pid)
				run_on_end(run);
			if (at[0].revents && run->conn >= 0 && run->state != RUN_OVER)
				on_client(run);
		}
		if (server->fds[0].revents)
			stop(server);
		remove_finished(server);
		if (server->fds[1].revents && !server->stopping)
			accept_clients(server);
	}
}

int role_exec(int argc, char **argv)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, 0 };
	struct server server = { 0 };
	struct fault fault;

	if (argc != 2) {
		say("exec", "read arguments: expected SOCKET, was %d arguments", argc - 1);
		return EXIT_USAGE;
	}
	if (hold_stdio(&fault))
		goto fail;
	/* What is ignored stays ignored in every child, what is handled does not. */
	signal_reset();
	server.signals = signal_fd(&fault, signals);
	if (server.signals < 0)
		goto fail;
	server.listener = listen_at(argv[1], &fault);
	if (server.listener < 0)
		goto fail;
	if (write(STDOUT_FILENO, "listening\n", 10) != 10 || dup2(STDIN_FILENO, STDOUT_FILENO) < 0) {
		fault_errno(&fault, errno, "say that it listens");
		goto fail;
	}
	serve(&server);
	unlink(argv[1]);
	free(server.fds);
	close(server.listener);
	close(server.signals);
	return server.stopping ? 0 : EXIT_UNAVAILABLE;
fail:
	say("exec", "%s", fault.text);
	return EXIT_UNAVAILABLE;
}
