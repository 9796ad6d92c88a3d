// SPDX-License-Identifier: Apache-2.0
/*
 * The processes of a group. Comes in: what the workers are to be; goes out: workers that wait at the gate,
 * each in its cgroup from its first instruction on, and what became of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "group.h"

#define THREAD_STACK (256 * 1024)
#define READY_LIMIT_NS (60 * NSEC_PER_SEC)
#define READY_LOOK_NS (20 * NSEC_PER_MSEC)

/* A worker and where to run it. */
struct start {
	struct group *group;
	unsigned int worker;
};

static void on_signal(int signal)
{
	/* It is there to end system calls, and spins. */
	(void)signal;
	spin_end();
}

int group_signals(struct fault *fault)
{
	struct sigaction interrupt = { .sa_handler = on_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	signal_reset();
	if (sigaction(SIGUSR1, &interrupt, NULL) || sigaction(SIGPIPE, &ignore, NULL))
		return fault_errno(fault, errno, "take signals");
	return 0;
}

static void at_gate(struct control *control)
{
	if (__atomic_add_fetch(&control->ready, 1, __ATOMIC_ACQ_REL) >= control->expected)
		wake(&control->ready, 1);
}

/* Those of one place are let go in the order in which they came. */
#define GATE_PLACES 8

void gate_open(struct control *control)
{
	__atomic_add_fetch(&control->gate, 1, __ATOMIC_ACQ_REL);
	for (unsigned int place = 0; place < GATE_PLACES; place++)
		syscall(SYS_futex, &control->gate, FUTEX_WAKE_BITSET, INT_MAX, NULL, NULL, 1u << place);
}

/* false: told to stop before it could begin. */
static bool pass_gate(const struct group *group, struct worker *worker)
{
	struct control *control = group->control;
	uint32_t gate, places = FUTEX_BITSET_MATCH_ANY;

	/* Who is first of those that are let go at once is as good a choice as any other: the seed's. */
	if (group->start_jitter_ns)
		places = 1u << random_next(worker) % GATE_PLACES;

	while (going(worker)) {
		gate = __atomic_load_n(&control->gate, __ATOMIC_ACQUIRE);
		if ((int32_t)(gate - group->ticket) >= 0)
			break;
		syscall(SYS_futex, &control->gate, FUTEX_WAIT_BITSET, gate, NULL, NULL, places);
	}
	/* From here on it could run: when it does is the scheduler's affair, and counted. */
	worker->last_ns = __atomic_load_n(&control->go_ns, __ATOMIC_RELAXED);
	if (group->start_jitter_ns) {
		uint64_t ns = random_next(worker) % group->start_jitter_ns;
		struct timespec offset = { (time_t)(ns / NSEC_PER_SEC), (long)(ns % NSEC_PER_SEC) };

		nanosleep(&offset, NULL);
		worker->last_ns = monotonic_ns();
	}
	return going(worker);
}

static void run_worker(struct group *group, unsigned int index)
{
	struct slot *slot = group_slot(group, index);
	struct team *team = &group->teams[index / group->teams[0].size];
	struct worker worker = {
		.slot = slot,
		.team = team,
		.arg = group->arg,
		.text = group->text,
		.cgroup = group->cgroup,
		.index = index,
		.rank = index % team->size,
		.ncpus = group->ncpus,
		.random = group->seed * 0x9e3779b97f4a7c15ull + index,
		.jitter_pct = group->spin_jitter_pct,
		.every = group->blind ? UINT_MAX : 1,
		.blind = group->blind,
	};
	int err;

	slot->tid = (int32_t)syscall(SYS_gettid);
	slot->cpu = slot->gap_cpu = -1;
	if (!slot->stage && !place_thread(&group->place, slot, index) && group->type->prepare) {
		err = group->type->prepare(&worker);
		if (err) {
			slot->stage = STAGE_TYPE;
			slot->err = err;
		}
	}
	slot->state = slot->stage ? STATE_FAILED : STATE_READY;
	slot->ready_ns = group->threads ? 0 : monotonic_ns();
	if (group->threads || !usage_at_gate(&slot->first)) {
		slot->born_ns = 0;
		usage_own(&slot->first, group->threads);
	}
	at_gate(group->control);
	if (slot->stage)
		return;
	if (pass_gate(group, &worker)) {
		slot->began_ns = worker.last_ns;
		slot->state = STATE_RUNNING;
		group->type->run(&worker);
		/* A wait that the stop cut short is no gap. */
		if (!worker.blind && !worker.waiting)
			look(&worker);
	}
	slot->ended_ns = monotonic_ns();
	usage_own(&slot->last, group->threads);
	count_pages(&worker);
	__atomic_store_n(&slot->state, STATE_ENDED, __ATOMIC_RELEASE);
}

static void *thread(void *start)
{
	struct start *mine = start;

	run_worker(mine->group, mine->worker);
	return NULL;
}

static void run_threads(struct group *group)
{
	pthread_t *threads = calloc(group->workers, sizeof(*threads));
	struct start *starts = calloc(group->workers, sizeof(*starts));
	pthread_attr_t attr;

	if (!threads || !starts || pthread_attr_init(&attr) || pthread_attr_setstacksize(&attr, THREAD_STACK))
		_exit(EXIT_UNAVAILABLE);
	for (unsigned int i = 0; i < group->workers; i++) {
		struct slot *slot = group_slot(group, i);
		int err;

		starts[i] = (struct start){ group, i };
		err = pthread_create(&threads[i], &attr, thread, &starts[i]);
		if (err) {
			slot->stage = STAGE_CLONE;
			slot->err = err;
			slot->state = STATE_FAILED;
			at_gate(group->control);
			threads[i] = 0;
		}
	}
	for (unsigned int i = 0; i < group->workers; i++)
		if (threads[i])
			pthread_join(threads[i], NULL);
	free(threads);
	free(starts);
}

/* Closes all descriptors but the standard ones and those of the teams. */
static void keep_fds(const struct team *teams, unsigned int count)
{
	unsigned int from = STDERR_FILENO + 1;

	for (;;) {
		unsigned int least = UINT_MAX;

		for (unsigned int t = 0; t < count; t++)
			for (int i = 0; i < teams[t].nfds; i++)
				if ((unsigned int)teams[t].fds[i] >= from && (unsigned int)teams[t].fds[i] < least)
					least = (unsigned int)teams[t].fds[i];
		if (least > from)
			syscall(SYS_close_range, from, least == UINT_MAX ? UINT_MAX : least - 1, 0);
		if (least == UINT_MAX)
			return;
		from = least + 1;
	}
}

/*
 * What lies on the way from here to the gate is done for each worker anew, page faults included: so it calls
 * syscall() where the C library's functions would only bring in more pages of text.
 */
static _Noreturn void child(struct group *group, unsigned int worker, pid_t parent)
{
	struct slot *slot = group_slot(group, worker);
	unsigned int team = group->threads ? 0 : worker / group->teams[0].size;
	const uint64_t none = 0;

	slot->born_ns = monotonic_ns();
	/* The death of kt work ends us. */
	if (syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		_exit(EXIT_UNAVAILABLE);
	keep_fds(&group->teams[team], group->threads ? group->nteams : 1);
	if (syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof(none))) {
		slot->stage = STAGE_SIGNAL;
		slot->err = errno;
	} else {
		place_process(&group->place, slot);
	}
	if (group->threads)
		run_threads(group);
	else
		run_worker(group, worker);
	_exit(0);
}

static pid_t clone_into(struct group *group, unsigned int worker, int cgroup)
{
	struct clone_args args = { .exit_signal = SIGCHLD };
	pid_t parent = getpid();
	long pid;

	if (cgroup >= 0) {
		args.flags = CLONE_INTO_CGROUP;
		args.cgroup = (unsigned int)cgroup;
	}
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (!pid)
		child(group, worker, parent);
	return (pid_t)pid;
}

static void close_team(struct team *team)
{
	for (int i = 0; i < team->nfds; i++)
		close(team->fds[i]);
	team->nfds = 0;
}

static int refused(struct fault *fault, unsigned int worker, enum stage stage, int err, const char *what)
{
	return fault_text(fault, "%u %s %d %s: %s (%s)", worker, stage_names[stage], err, what, strerror(err),
			  errno_name(err));
}

static int start_children(struct group *group, int cgroup, struct fault *fault)
{
	unsigned int size = group->teams[0].size;
	char what[900];

	for (unsigned int i = 0; i < group->nchildren; i++) {
		struct child *child = &group->children[i];
		struct team *team = &group->teams[i / size];
		unsigned int teams = group->threads ? group->nteams : 1;

		if (i % size == 0)
			for (unsigned int t = 0; t < teams; t++)
				if (group->type->open && group->type->open(team + t, group->arg, fault)) {
					memcpy(what, fault->text, sizeof(what) - 1);
					what[sizeof(what) - 1] = '\0';
					return fault_text(fault, "%u type 0 %s", i, what);
				}
		child->pid = clone_into(group, i, cgroup);
		child->made_ns = monotonic_ns();
		if (child->pid < 0)
			return refused(fault, i, STAGE_CLONE, errno, group->cgroup ? group->cgroup : "clone");
		child->fate = FATE_RUNS;
		if (group->threads || i % size == size - 1)
			for (unsigned int t = 0; t < teams; t++)
				close_team(team + t);
	}
	return 0;
}

/* Until all are at the gate, one of them has failed, or died before it came there. */
static int await_ready(struct group *group, struct fault *fault)
{
	struct timespec pause = { 0, READY_LOOK_NS };
	struct control *control = group->control;
	uint64_t until_ns = monotonic_ns() + READY_LIMIT_NS;
	uint32_t ready;
	siginfo_t info;

	while ((ready = __atomic_load_n(&control->ready, __ATOMIC_ACQUIRE)) < control->expected) {
		syscall(SYS_futex, &control->ready, FUTEX_WAIT, ready, &pause, NULL, 0);
		for (unsigned int i = 0; i < group->nchildren; i++) {
			info.si_pid = 0;
			if (!waitid(P_PID, (id_t)group->children[i].pid, &info, WEXITED | WNOHANG | WNOWAIT) &&
			    info.si_pid && group_slot(group, i)->state == STATE_FORKED)
				return fault_text(fault, "%u clone 0 a worker of \"%s\" ended before it was ready: %s %d",
						  i, group->id, info.si_code == CLD_EXITED ? "exit" : "signal",
						  info.si_status);
			if (monotonic_ns() > until_ns)
				break;
		}
		if (monotonic_ns() > until_ns)
			return fault_text(fault, "%u clone 0 %u of %u workers of \"%s\" were ready after 60 s", ready,
					  ready, control->expected, group->id);
	}
	for (unsigned int i = 0; i < group->workers; i++) {
		const struct slot *slot = group_slot(group, i);

		if (slot->state == STATE_FAILED)
			return refused(fault, i, (enum stage)slot->stage, slot->err, group->type->name);
	}
	return 0;
}

static size_t slots_bytes(const struct group *group)
{
	return group->workers * group->slot_size + group->nchildren * sizeof(struct child);
}

static int make_teams(struct group *group, struct fault *fault)
{
	unsigned int size = group->type->team ? group->type->team(group->arg) : 1;
	size_t bytes = group->type->shared ? group->type->shared(group->arg) : 0;

	if (!size || group->workers % size)
		return fault_text(fault, "0 type 0 %s: %u workers: not a multiple of %u, which belong together",
				  group->type->name, group->workers, size);
	group->nteams = group->workers / size;
	group->teams = calloc(group->nteams, sizeof(*group->teams));
	group->team_slots = calloc(group->workers, sizeof(*group->team_slots));
	group->slot_size = sizeof(struct slot) + group->ncpus * sizeof(struct on_cpu);
	group->slot_size = (group->slot_size + 63) / 64 * 64;
	group->slots = arena_lend(slots_bytes(group));
	/* Behind the slots, since what is written between two forks is copied, unless it is shared. */
	group->children = group->slots ? (struct child *)group_slot(group, group->workers) : NULL;
	if (!group->teams || !group->team_slots || !group->slots)
		return refused(fault, 0, STAGE_CLONE, ENOMEM, "make room for workers");
	for (unsigned int t = 0; t < group->nteams; t++) {
		struct team *team = &group->teams[t];

		team->size = size;
		team->index = t;
		team->slots = group->team_slots + t * size;
		team->shared = bytes ? arena_lend(bytes) : NULL;
		if (bytes && !team->shared)
			return refused(fault, t * size, STAGE_CLONE, ENOMEM, "make room for a team");
		for (unsigned int i = 0; i < size; i++)
			team->slots[i] = group_slot(group, t * size + i);
	}
	return 0;
}

int group_spawn(struct group *group, struct control *control, struct fault *fault)
{
	int cgroup = -1, result;

	group->control = control;
	group->ncpus = (unsigned int)sysconf(_SC_NPROCESSORS_CONF);
	group->nchildren = group->threads ? 1 : group->workers;
	group->ticket = control->gate + 1;
	if (make_teams(group, fault))
		return -1;
	if (group->cgroup) {
		cgroup = open(group->cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (cgroup < 0)
			return refused(fault, 0, STAGE_CGROUP, errno, group->cgroup);
	}
	control->ready = 0;
	control->expected = group->workers;
	result = start_children(group, cgroup, fault) || await_ready(group, fault);
	if (cgroup >= 0)
		close(cgroup);
	return result ? -1 : 0;
}

struct child *group_reap(struct group *group, pid_t pid, int status)
{
	for (unsigned int i = 0; i < group->nchildren; i++) {
		struct child *child = &group->children[i];

		if (child->pid != pid || child->fate != FATE_RUNS)
			continue;
		child->fate = FATE_OVER;
		child->status = status;
		return child;
	}
	return NULL;
}

bool group_runs(const struct group *group)
{
	for (unsigned int i = 0; i < group->nchildren; i++)
		if (group->children[i].fate == FATE_RUNS)
			return true;
	return false;
}

void group_tell_stop(struct group *group)
{
	group->stopping = true;
	for (unsigned int i = 0; i < group->workers; i++)
		__atomic_store_n(&group_slot(group, i)->stop, 1, __ATOMIC_RELAXED);
}

void group_signal(const struct group *group, int signal)
{
	for (unsigned int i = 0; i < group->workers; i++) {
		const struct child *child = &group->children[group->threads ? 0 : i];
		const struct slot *slot = group_slot(group, i);

		if (child->fate == FATE_RUNS && slot->tid && slot->state < STATE_ENDED)
			syscall(SYS_tgkill, child->pid, slot->tid, signal);
	}
}

void group_kill(struct group *group)
{
	for (unsigned int i = 0; i < group->nchildren; i++) {
		if (group->children[i].fate != FATE_RUNS)
			continue;
		group->children[i].killed = true;
		kill(group->children[i].pid, SIGKILL);
	}
}

int group_each(struct group *group, int (*what)(struct group *, unsigned int, void *), void *data)
{
	int err = 0;

	for (unsigned int i = 0; i < group->workers && !err; i++)
		if (group->children[group->threads ? 0 : i].fate == FATE_RUNS &&
		    group_slot(group, i)->state < STATE_ENDED)
			err = what(group, i, data);
	return err;
}

void group_free(struct group *group)
{
	size_t bytes = group->type && group->type->shared ? group->type->shared(group->arg) : 0;

	for (unsigned int t = 0; group->teams && t < group->nteams; t++) {
		close_team(&group->teams[t]);
		arena_return(group->teams[t].shared, bytes);
	}
	arena_return(group->slots, slots_bytes(group));
	free(group->teams);
	free(group->team_slots);
	free(group->place.cpus);
	free(group->id);
	free(group->cgroup);
	free(group->text);
	free(group);
}
