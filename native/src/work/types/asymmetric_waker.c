// SPDX-License-Identifier: Apache-2.0
/* AsymmetricWaker: pairs that take turns on a futex, each of a scheduling class of its own. */
#include <errno.h>

#include "types.h"

enum { FIRST_CLASS, SECOND_CLASS, TURNS };

/* In the order of org.ktstr4j.scenario.work.Wakes.SchedClass. */
static const struct {
	int policy, priority;
} classes[] = { { SCHED_OTHER, 0 }, { SCHED_BATCH, 0 }, { SCHED_IDLE, 0 }, { SCHED_FIFO, 1 } };

struct shared {
	uint32_t turn;
	uint64_t stamp_ns;
};

static unsigned int team(const uint64_t *arg)
{
	(void)arg;
	return 2;
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static int prepare(struct worker *worker)
{
	uint64_t class = worker->arg[worker->rank ? SECOND_CLASS : FIRST_CLASS];
	struct sched_param param;

	if (class >= sizeof(classes) / sizeof(classes[0]))
		return EINVAL;
	param.sched_priority = classes[class].priority;
	return sched_setscheduler(0, classes[class].policy, &param) ? errno : 0;
}

static void run(struct worker *worker)
{
	struct shared *shared = worker->team->shared;
	uint32_t other = 1 - worker->rank;
	uint64_t from_ns;

	while (going(worker)) {
		from_ns = wait_while(worker, &shared->turn, other);
		if (from_ns)
			woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
		spin(worker, worker->arg[TURNS]);
		__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
		__atomic_store_n(&shared->turn, other, __ATOMIC_RELEASE);
		wake(&shared->turn, 1);
		done(worker, 1);
	}
}

const struct type type_asymmetric_waker = {
	.name = "AsymmetricWaker",
	.params = { { "first_class", 0 }, { "second_class", 2 }, { "turns", 1024 } },
	.team = team,
	.shared = shared,
	.prepare = prepare,
	.run = run,
};
