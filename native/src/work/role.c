// SPDX-License-Identifier: Apache-2.0
/*
 * kt work: synthetic workers. Comes in: lines of one client on a Unix socket; goes out: workers in their
 * cgroups, started together and stopped together, and what they counted. Prints `listening` on standard
 * output when it does. A client that goes takes all workers along.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "group.h"

#define LINE_LIMIT (1u << 20)
#define WORDS_MOST 4096
#define SIGNAL_EVERY_MS 2
#define STOP_WITHIN_MS 10000

struct server {
	int conn, signals;
	FILE *out;
	char *in;		/* LINE_LIMIT bytes in the arena, which a fork need not copy */
	size_t in_len;
	struct group *groups;
	struct control *control;
	bool over;
	bool urgent;		/* runs as SCHED_FIFO */
};

static struct group *find(const struct server *server, const char *id)
{
	for (struct group *group = server->groups; group; group = group->next)
		if (!strcmp(group->id, id))
			return group;
	return NULL;
}

static void drop(struct server *server, struct group *gone)
{
	struct group **link = &server->groups;

	while (*link != gone)
		link = &(*link)->next;
	*link = gone->next;
	group_free(gone);
}

static void say_died(struct server *server, const struct group *group, const struct child *child)
{
	const char *how = WIFSIGNALED(child->status) ? "signal" : "exit";
	int code = WIFSIGNALED(child->status) ? WTERMSIG(child->status) : WEXITSTATUS(child->status);

	fprintf(server->out, "died %s %td %s %d\n", group->id, child - group->children, how, code);
	fflush(server->out);
}

/* What was left of it in /proc is read before it goes, so that a killed worker is accounted for, too. */
static void last_usage(struct group *group, pid_t pid)
{
	for (unsigned int i = 0; i < group->nchildren; i++) {
		struct slot *slot = group_slot(group, i);

		if (group->children[i].pid == pid && slot->state != STATE_ENDED) {
			usage_read(&slot->last, pid, slot->tid);
			slot->ended_ns = monotonic_ns();
		}
	}
}

/* Workers of a higher class, or a scheduler that starves, must not keep us from stopping them. */
static int become_urgent(bool urgent)
{
	struct sched_param param = { .sched_priority = urgent ? sched_get_priority_max(SCHED_FIFO) : 0 };

	return sched_setscheduler(0, (urgent ? SCHED_FIFO : SCHED_OTHER) | SCHED_RESET_ON_FORK, &param);
}

static pid_t next_dead(void)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) ? 0 : info.si_pid;
}

static void reap_one(struct server *server, pid_t pid)
{
	int status;

	for (struct group *group = server->groups; group; group = group->next)
		last_usage(group, pid);
	if (waitpid(pid, &status, 0) != pid)
		return;
	for (struct group *group = server->groups; group; group = group->next) {
		const struct child *child = group_reap(group, pid, status);

		if (child && !group->stopping)
			say_died(server, group, child);
	}
}

static void reap(struct server *server)
{
	struct signalfd_siginfo signal;
	pid_t pid;

	while (read(server->signals, &signal, sizeof(signal)) == (ssize_t)sizeof(signal))
		if (signal.ssi_signo != SIGCHLD)
			server->over = true;
	pid = next_dead();
	if (!pid)
		return;
	/*
	 * Not as a real-time task: who reaps a process turns round in shrink_dcache_parent() until the last
	 * reader of its /proc directory is through, and a reader on the same CPU does not get there (measured:
	 * 950 ms, when the fair server let it run; Linux 6.18).
	 */
	if (server->urgent)
		become_urgent(false);
	for (; pid; pid = next_dead())
		reap_one(server, pid);
	if (server->urgent)
		become_urgent(true);
}

static void await_signals(struct server *server, int timeout_ms)
{
	struct pollfd fd = { server->signals, POLLIN, 0 };

	poll(&fd, 1, timeout_ms);
	reap(server);
}

/* The time at which all were told. */
static uint64_t finish(struct server *server, struct group **groups, unsigned int count, uint64_t within_ms)
{
	uint64_t told_ns = monotonic_ns(), until_ns = told_ns + within_ms * NSEC_PER_MSEC;
	bool any = true;

	for (unsigned int i = 0; i < count; i++)
		group_tell_stop(groups[i]);
	while (any) {
		bool late = monotonic_ns() >= until_ns;

		any = false;
		for (unsigned int i = 0; i < count; i++) {
			if (!group_runs(groups[i]))
				continue;
			any = true;
			/* Again and again: the first may have come just before a wait. */
			if (late)
				group_kill(groups[i]);
			else
				group_signal(groups[i], groups[i]->type->program ? SIGTERM : SIGUSR1);
		}
		if (any)
			await_signals(server, SIGNAL_EVERY_MS);
	}
	return told_ns;
}

static void on_spawn(struct server *server, char **words, unsigned int count)
{
	struct group *group = calloc(1, sizeof(*group));
	struct fault fault = { 0 };

	if (count < 1 || !group || !(group->id = strdup(words[0]))) {
		fprintf(server->out, "failed ? 0 request 22 spawn without an id\n");
		free(group);
		return;
	}
	if (find(server, words[0])) {
		fprintf(server->out, "failed %s 0 request 17 there is a group of this id\n", words[0]);
		group_free(group);
		return;
	}
	group->next = server->groups;
	server->groups = group;
	if (!group_parse(group, words + 1, count - 1, &fault) && !group_spawn(group, server->control, &fault)) {
		fprintf(server->out, "spawned %s\n", group->id);
		return;
	}
	fprintf(server->out, "failed %s %s\n", group->id, fault.text);
	group->stopping = true;
	if (group->children) {
		group_kill(group);
		while (group_runs(group))
			await_signals(server, SIGNAL_EVERY_MS);
	}
	drop(server, group);
}

static void on_go(struct server *server)
{
	uint64_t now_ns = monotonic_ns();

	__atomic_store_n(&server->control->go_ns, now_ns, __ATOMIC_RELAXED);
	gate_open(server->control);
	fprintf(server->out, "going %llu\n", (unsigned long long)now_ns);
}

/* The named groups, all for none; NULL when one is not there, which is said. */
static struct group **named(struct server *server, char **words, unsigned int *count)
{
	unsigned int n = 0;
	struct group **groups;

	for (struct group *group = server->groups; group; group = group->next)
		n++;
	groups = calloc(n + *count + 1, sizeof(*groups));
	if (!groups)
		return NULL;
	if (*count) {
		for (n = 0; n < *count; n++) {
			groups[n] = find(server, words[n]);
			if (groups[n])
				continue;
			fprintf(server->out, "failed %s 0 request 2 there is no group of this id\n", words[n]);
			free(groups);
			return NULL;
		}
	} else {
		n = 0;
		for (struct group *group = server->groups; group; group = group->next)
			groups[n++] = group;
	}
	*count = n;
	return groups;
}

static void on_report(struct server *server, char **words, unsigned int count, bool stop)
{
	uint64_t within_ms = STOP_WITHIN_MS, told_ns = 0, iterations = 0;
	struct group **groups;

	if (stop && count && !strncmp(words[0], "within=", 7)) {
		within_ms = strtoull(words[0] + 7, NULL, 10);
		words++;
		count--;
	}
	groups = named(server, words, &count);
	if (!groups)
		return;
	if (stop)
		told_ns = finish(server, groups, count, within_ms);
	for (unsigned int i = 0; i < count; i++)
		iterations += report_write(server->out, groups[i]);
	fprintf(server->out, "%s %llu %llu\n", stop ? "stopped" : "sampled", (unsigned long long)monotonic_ns(),
		(unsigned long long)(stop ? told_ns : iterations));
	for (unsigned int i = 0; stop && i < count; i++)
		drop(server, groups[i]);
	free(groups);
}

static void on_line(struct server *server, char *line)
{
	char *words[WORDS_MOST], *save, *word;
	unsigned int count = 0;
	struct group *group;

	for (word = strtok_r(line, " ", &save); word && count < WORDS_MOST; word = strtok_r(NULL, " ", &save))
		words[count++] = word;
	if (!count)
		return;
	if (word) {
		fprintf(server->out, "failed ? 0 request 7 more than %d words in a line\n", WORDS_MOST);
		fflush(server->out);
		return;
	}
	group = count > 1 ? find(server, words[1]) : NULL;
	if (!strcmp(words[0], "spawn"))
		on_spawn(server, words + 1, count - 1);
	else if (!strcmp(words[0], "go"))
		on_go(server);
	else if (!strcmp(words[0], "sample"))
		on_report(server, words + 1, count - 1, false);
	else if (!strcmp(words[0], "stop"))
		on_report(server, words + 1, count - 1, true);
	else if (group && !strcmp(words[0], "affinity"))
		change_affinity(server->out, group, words + 2, count - 2);
	else if (group && !strcmp(words[0], "move"))
		change_cgroup(server->out, group, words + 2, count - 2);
	else if (group && !strcmp(words[0], "pids"))
		list_tids(server->out, group);
	else
		fprintf(server->out, "failed %s 0 request 22 \"%s\": not known here, or no such group\n",
			count > 1 ? words[1] : "?", words[0]);
	fflush(server->out);
}

static void on_client(struct server *server)
{
	char *end;
	ssize_t got = read(server->conn, server->in + server->in_len, LINE_LIMIT - server->in_len);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		server->over = true;
		return;
	}
	server->in_len += (size_t)got;
	while ((end = memchr(server->in, '\n', server->in_len))) {
		*end = '\0';
		on_line(server, server->in);
		server->in_len -= (size_t)(end + 1 - server->in);
		memmove(server->in, end + 1, server->in_len);
	}
	if (server->in_len == LINE_LIMIT)
		server->over = true;
}

static void serve(struct server *server)
{
	struct pollfd fds[] = { { server->signals, POLLIN, 0 }, { server->conn, POLLIN, 0 } };

	while (!server->over) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			break;
		if (fds[0].revents)
			reap(server);
		if (fds[1].revents)
			on_client(server);
	}
	for (struct group *group = server->groups; group; group = group->next) {
		group->stopping = true;
		if (group->children)
			group_kill(group);
	}
	while (server->groups) {
		if (server->groups->children && group_runs(server->groups))
			await_signals(server, SIGNAL_EVERY_MS);
		else
			drop(server, server->groups);
	}
}

static int accept_client(struct server *server, const char *path, struct fault *fault)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct pollfd fds[2] = { { server->signals, POLLIN, 0 }, { -1, POLLIN, 0 } };
	int fd;

	if (strlen(path) >= sizeof(addr.sun_path))
		return fault_text(fault, "listen at %s: longer than %zu bytes", path, sizeof(addr.sun_path) - 1);
	strcpy(addr.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) || listen(fd, 1)) {
		fault_errno(fault, errno, "listen at %s", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	if (write(STDOUT_FILENO, "listening\n", 10) != 10)
		say("work", "say that it listens: %s", strerror(errno));
	fds[1].fd = fd;
	while (server->conn < 0 && !fds[0].revents)
		if (poll(fds, 2, -1) > 0 && fds[1].revents)
			server->conn = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	close(fd);
	unlink(path);
	return server->conn < 0 ? fault_text(fault, "wait for a client: told to end") : 0;
}

int role_work(int argc, char **argv)
{
	static const int signals[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP, 0 };
	struct server server = { .conn = -1 };
	struct fault fault;

	if (argc == 2 && !strcmp(argv[1], "--list"))
		return type_list(stdout);
	if (argc != 2) {
		say("work", "read arguments: expected SOCKET or --list, was %d arguments", argc - 1);
		return EXIT_USAGE;
	}
	if (hold_stdio(&fault) || group_signals(&fault))
		goto fail;
	server.signals = signal_fd(&fault, signals);
	if (server.signals < 0)
		goto fail;
	server.in = arena_lend(LINE_LIMIT);
	server.control = arena_lend(sizeof(*server.control));
	if (!server.in || !server.control) {
		fault_errno(&fault, ENOMEM, "make room for control");
		goto fail;
	}
	if (accept_client(&server, argv[1], &fault))
		goto fail;
	server.out = fdopen(dup(server.conn), "w");
	if (!server.out) {
		fault_errno(&fault, errno, "open the client's stream");
		goto fail;
	}
	server.urgent = !become_urgent(true);
	if (!server.urgent)
		say("work", "run as SCHED_FIFO: %s (%s)", strerror(errno), errno_name(errno));
	serve(&server);
	fclose(server.out);
	close(server.conn);
	close(server.signals);
	arena_return(server.control, sizeof(*server.control));
	arena_return(server.in, LINE_LIMIT);
	return 0;
fail:
	say("work", "%s", fault.text);
	return EXIT_UNAVAILABLE;
}
