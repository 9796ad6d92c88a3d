// SPDX-License-Identifier: Apache-2.0
/*
 * kt init: PID 1 of the guest, and the only writer of the log. Starts kt exec and the agent, takes the
 * order, moves records, holds the deadline, reaps, says how it ended, powers off. With --no-mounts it is
 * an ordinary process that does the same to a file and a directory, and exits. One thread, one poll.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

#define GRACE_NS (2 * NSEC_PER_SEC)
/* Guest time in which kt init has ended any test whose deadline is over: three times the grace, and more. */
#define HANG_NS (10 * NSEC_PER_SEC)

#define POLL_READY_MS 1
#define POLL_STARTING_MS 20

static void put(struct init *init, enum window_type type, const char *text)
{
	window_append(&init->window, type, SOURCE_KT, monotonic_ns(), text, strlen(text));
}

static void put_notes(struct init *init)
{
	char *text = init->notes.text, *line;

	while ((line = next_line(&text)))
		put(init, TYPE_NOTE, line);
	init->notes = (struct notes){ 0 };
}

/* To the console, and into the log when there is one. */
static void complain(struct init *init, const char *text)
{
	say("init", "%s", text);
	if (init->window.header)
		put(init, TYPE_ERROR, text);
}

static void put_hello(struct init *init)
{
	struct utsname name;
	char text[256];

	if (uname(&name))
		strcpy(name.release, "");
	snprintf(text, sizeof(text), "{\"kernel\":\"%s\",\"version\":\"%s\"}", name.release, KT_VERSION);
	put(init, TYPE_HELLO, text);
}

static void arm(struct init *init, uint64_t ns, struct fault *fault)
{
	struct itimerspec when = {
		.it_value = { .tv_sec = (time_t)(ns / NSEC_PER_SEC), .tv_nsec = (long)(ns % NSEC_PER_SEC) },
	};

	if (timerfd_settime(init->timer, 0, &when, NULL)) {
		fault_errno(fault, errno, "set the deadline to %llu ns", (unsigned long long)ns);
		complain(init, fault->text);
	}
}

/* Without it a guest that hangs ends by the host's clock. */
static void open_watchdog(struct init *init)
{
	struct fault fault;

	init->watchdog.config = -1;
	if (init->args.mounts && watchdog_open(&init->watchdog, &fault))
		put(init, TYPE_NOTE, fault.text);
}

static int open_window(struct init *init, struct fault *fault)
{
	uint64_t addr = 0, size = 0;

	if (init->args.window)
		return window_open_file(&init->window, init->args.window, fault);
	if (guest_window_range(&addr, &size, fault))
		return -1;
	return window_open_memory(&init->window, addr, size, fault);
}

static int set_up(struct init *init, struct fault *fault)
{
	static const int signals[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP, 0 };
	char **envp;

	if (init->args.mounts && guest_mount_first(fault))
		return -1;
	if (open_window(init, fault))
		return -1;
	init->pump.window = &init->window;
	window_set_state(&init->window, STATE_INIT);
	put_hello(init);
	if (init->args.mounts && guest_set_up(&init->notes, fault))
		return -1;
	put_notes(init);
	open_watchdog(init);
	if (hold_stdio(fault))
		return -1;
	if (prctl(PR_SET_CHILD_SUBREAPER, 1))
		return fault_errno(fault, errno, "become the reaper of orphans");
	init->signals = signal_fd(fault, signals);
	if (init->signals < 0)
		return -1;
	init->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (init->timer < 0)
		return fault_errno(fault, errno, "make the deadline's timer");
	envp = start_environment(init, fault);
	if (!envp || start_exec(init, envp, fault) || start_agent(init, envp, fault))
		return -1;
	return 0;
}

static void kill_agent(const struct init *init, int signal)
{
	if (!init->agent)
		return;
	if (signal == SIGKILL)
		kill(-init->agent, signal);
	kill(init->agent, signal);
}

static void describe_status(char *text, size_t size, int status)
{
	if (WIFSIGNALED(status))
		snprintf(text, size, "{\"signal\":%d}", WTERMSIG(status));
	else
		snprintf(text, size, "{\"code\":%d}", WEXITSTATUS(status));
}

static void exec_ended(struct init *init, int status)
{
	char how[64], text[128];

	init->exec = 0;
	if (init->stopping)
		return;
	describe_status(how, sizeof(how), status);
	snprintf(text, sizeof(text), "run kt exec: it ended: %s", how);
	complain(init, text);
	if (init->phase == PHASE_WAITING)
		init->reason = "setup";
}

/* All of the agent's output is in its pipes by now, and goes before the word of its end. */
static void agent_ended(struct init *init, int status)
{
	struct fault fault;
	char how[64];

	kill(-init->agent, SIGKILL);
	init->agent = 0;
	if (pump_round(&init->pump, &fault))
		complain(init, fault.text);
	pump_end(&init->pump);
	describe_status(how, sizeof(how), status);
	put(init, TYPE_AGENT_EXIT, how);
	if (!init->reason)
		init->reason = init->phase >= PHASE_DUMPING ? "timeout" : "agent";
}

static void reap(struct init *init)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == init->agent)
			agent_ended(init, status);
		else if (pid == init->exec)
			exec_ended(init, status);
	}
}

static void on_signals(struct init *init)
{
	struct signalfd_siginfo info;

	while (read(init->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo != SIGCHLD && !init->args.mounts)
			init->reason = "stopped";
	reap(init);
}

static void on_timer(struct init *init)
{
	struct fault fault;
	uint64_t times;
	char text[64];

	if (read(init->timer, &times, sizeof(times)) != (ssize_t)sizeof(times))
		return;
	if (init->phase == PHASE_RUNNING) {
		snprintf(text, sizeof(text), "{\"deadlineNs\":%llu}",
			 (unsigned long long)init->order->deadline_ns);
		put(init, TYPE_TIMEOUT, text);
		kill_agent(init, SIGQUIT);
		init->phase = PHASE_DUMPING;
		arm(init, GRACE_NS, &fault);
	} else if (init->phase == PHASE_DUMPING) {
		kill_agent(init, SIGKILL);
		init->phase = PHASE_KILLING;
		arm(init, GRACE_NS, &fault);
	} else if (init->phase == PHASE_KILLING) {
		complain(init, "kill the agent: still there 2 s after SIGKILL");
		init->reason = "timeout";
	}
}

static void on_exec_ready(struct init *init)
{
	char line[16];
	ssize_t n = read(init->exec_ready, line, sizeof(line));

	if (n < 0 && errno == EAGAIN)
		return;
	close(init->exec_ready);
	/* Without the line: it died, and reap() says so. */
	init->exec_ready = n > 0 ? EXEC_LISTENS : -1;
}

static void look_for_order(struct init *init)
{
	const struct window_order *order;
	struct slice slice = { 0 };
	struct fault fault;

	order = window_order(&init->window, &fault);
	if (!order && !fault.text[0])
		return;
	if (!order || order_unpack(order, init->args.root, &fault)) {
		complain(init, fault.text);
		init->reason = "order";
		return;
	}
	if (init->args.mounts)
		order_apply(order, &slice, &init->notes);
	put_notes(init);
	if (slice.record[0])
		put(init, TYPE_SLICE, slice.record);
	init->order = order;
}

/* A deadline must hold against a scheduler under test that starves its tasks. */
static void become_urgent(struct init *init)
{
	struct sched_param param = { .sched_priority = 1 };

	if (init->args.mounts && sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &param))
		note_errno(&init->notes, errno, "run kt init as SCHED_FIFO");
	put_notes(init);
}

static void release_agent(struct init *init)
{
	struct fault fault;
	char go[32];
	int len;

	become_urgent(init);
	put(init, TYPE_TAKEN, "");
	window_set_state(&init->window, STATE_TAKEN);
	if (init->order->deadline_ns) {
		arm(init, init->order->deadline_ns, &fault);
		if (watchdog_arm(&init->watchdog, init->order->deadline_ns + HANG_NS, &fault))
			put(init, TYPE_NOTE, fault.text);
	}
	init->phase = PHASE_RUNNING;
	len = snprintf(go, sizeof(go), "go %lld\n", (long long)init->order->seed);
	/* When the agent is gone its exit will say so. */
	if (write(init->go, go, (size_t)len) != len)
		say("init", "write go to the agent: %s (%s)", strerror(errno), errno_name(errno));
	close(init->go);
	init->go = -1;
}

static int poll_timeout(const struct init *init)
{
	if (init->order)
		return -1;
	return init->pump.ready ? POLL_READY_MS : POLL_STARTING_MS;
}

/* From here on nothing happens until there is an order; a guest without one is about to be copied. */
static void become_ready(struct init *init)
{
	if (init->window.header->state >= STATE_READY)
		return;
	if (!init->args.mounts || init->window.header->order_ready) {
		window_set_state(&init->window, STATE_READY);
		return;
	}
	guest_give_back_pages();
	init->window.header->vmcoreinfo = guest_vmcoreinfo();
	window_set_state(&init->window, STATE_READY);
	guest_pause();
}

static void wait_for_events(struct init *init)
{
	struct pollfd fds[] = {
		{ init->signals, POLLIN, 0 },	       { init->timer, POLLIN, 0 },
		{ init->exec_ready, POLLIN, 0 },       { init->pump.out.fd, POLLIN, 0 },
		{ init->pump.err.fd, POLLIN, 0 },      { init->pump.records, POLLIN, 0 },
		{ init->pump.launcher.fd, POLLIN, 0 },
	};
	struct fault fault;

	if (poll(fds, sizeof(fds) / sizeof(fds[0]), poll_timeout(init)) < 0 && errno != EINTR) {
		fault_errno(&fault, errno, "wait for events");
		complain(init, fault.text);
		init->reason = "setup";
		return;
	}
	if (pump_round(&init->pump, &fault))
		complain(init, fault.text);
	if (fds[2].revents)
		on_exec_ready(init);
	if (init->pump.ready && init->exec_ready == EXEC_LISTENS)
		become_ready(init);
	if (fds[0].revents)
		on_signals(init);
	if (fds[1].revents && !init->reason)
		on_timer(init);
}

static void run(struct init *init)
{
	while (!init->reason) {
		if (!init->order)
			look_for_order(init);
		if (!init->reason && init->phase == PHASE_WAITING && init->order && init->pump.ready &&
		    init->exec_ready == EXEC_LISTENS)
			release_agent(init);
		if (!init->reason)
			wait_for_events(init);
	}
}

/* Until the child is gone, but no longer than the grace. */
static void wait_for(struct init *init, const pid_t *child)
{
	uint64_t until = monotonic_ns() + GRACE_NS;
	struct pollfd fd = { init->signals, POLLIN, 0 };
	struct fault fault;

	while (*child && monotonic_ns() < until) {
		if (poll(&fd, 1, 10) > 0)
			on_signals(init);
		if (pump_round(&init->pump, &fault))
			complain(init, fault.text);
	}
}

/* As an ordinary process we leave nothing behind; in a guest all ends with the machine. */
static void stop_children(struct init *init)
{
	uint64_t until = monotonic_ns() + GRACE_NS;
	char path[64], *list, *save, *word;
	struct fault fault;

	if (init->exec) {
		init->stopping = true;
		kill(init->exec, SIGTERM);
		wait_for(init, &init->exec);
	}
	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	do {
		list = read_text(path, 1 << 20, &fault);
		if (!list)
			return;
		for (word = strtok_r(list, " ", &save); word; word = strtok_r(NULL, " ", &save))
			kill((pid_t)strtol(word, NULL, 10), SIGKILL);
		free(list);
		reap(init);
		if (waitpid(-1, NULL, WNOHANG) < 0)
			return;
		poll(NULL, 0, 1);
	} while (monotonic_ns() < until);
}

static int finish(struct init *init)
{
	char text[64];

	kill_agent(init, SIGKILL);
	wait_for(init, &init->agent);
	if (!init->args.mounts)
		stop_children(init);
	if (init->window.header) {
		snprintf(text, sizeof(text), "{\"reason\":\"%s\"}", init->reason);
		put(init, TYPE_END, text);
		window_set_state(&init->window, STATE_DONE);
	}
	if (init->args.mounts)
		guest_power_off();
	return strcmp(init->reason, "agent") && strcmp(init->reason, "timeout") ? EXIT_UNAVAILABLE : 0;
}

static int parse(struct init_args *args, int argc, char **argv)
{
	static const struct option options[] = {
		{ "window", required_argument, NULL, 'w' }, { "no-mounts", no_argument, NULL, 'n' },
		{ "agent", required_argument, NULL, 'a' },  { "root", required_argument, NULL, 'r' },
		{ "socket", required_argument, NULL, 's' }, { 0 },
	};
	int option;

	*args = (struct init_args){ .agent = AGENT_ARGV, .root = "/", .socket = EXEC_SOCKET,
				    .mounts = true };
	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		switch (option) {
		case 'w':
			args->window = optarg;
			break;
		case 'n':
			args->mounts = false;
			break;
		case 'a':
			args->agent = optarg;
			break;
		case 'r':
			args->root = optarg;
			break;
		case 's':
			args->socket = optarg;
			break;
		default:
			return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		say("init", "read arguments: expected options only, was \"%s\"", argv[optind]);
		return EXIT_USAGE;
	}
	if (args->mounts && getpid() != 1) {
		say("init", "read arguments: process %d is not PID 1, so --no-mounts is needed", getpid());
		return EXIT_USAGE;
	}
	return 0;
}

int role_init(int argc, char **argv)
{
	static struct init init = {
		.signals = -1, .timer = -1, .go = -1, .exec_ready = -1,
		.pump = { .out = { -1, TYPE_STDOUT, SOURCE_AGENT },
			  .err = { -1, TYPE_STDERR, SOURCE_AGENT },
			  .launcher = { -1, TYPE_NOTE, SOURCE_KT },
			  .records = -1 },
	};
	struct fault fault;
	int status = parse(&init.args, argc, argv);

	if (status)
		return status;
	if (set_up(&init, &fault)) {
		complain(&init, fault.text);
		init.reason = "setup";
	} else {
		run(&init);
	}
	return finish(&init);
}
