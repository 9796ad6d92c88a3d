// SPDX-License-Identifier: Apache-2.0
/* AsymmetricWaker: pairs that take turns on a futex, each of a scheduling class of its own. */
#include <errno.h>

#include "types.h"

enum { FIRST_CLASS, SECOND_CLASS, TURNS };

/* In the order of org.ktstr4j.scenario.work.Wakes.SchedClass. */
static const struct {
	int policy, priority;
} classes[] = { { SCHED_OTHER, 0 }, { SCHED_BATCH, 0 }, { SCHED_IDLE, 0 }, { SCHED_FIFO, 1 } };

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
	take_turns(worker, worker->arg[TURNS]);
}

const struct type type_asymmetric_waker = {
	.name = "AsymmetricWaker",
	.params = { { "first_class", 0 }, { "second_class", 2 }, { "turns", 1024 } },
	.team = team_of_two,
	.shared = bell_size,
	.prepare = prepare,
	.run = run,
};
