// SPDX-License-Identifier: Apache-2.0
/* PolicyChurn: another scheduling policy after each piece of work; those that are not allowed are left out. */
#include <sched.h>

#include "types.h"

enum { TURNS };

static const struct {
	int policy, priority;
} steps[] = { { SCHED_OTHER, 0 }, { SCHED_BATCH, 0 }, { SCHED_IDLE, 0 }, { SCHED_FIFO, 1 }, { SCHED_RR, 1 } };

static int change(unsigned int step)
{
	struct sched_param param = { .sched_priority = steps[step].priority };

	/* 0: this thread, not its process. */
	return sched_setscheduler(0, steps[step].policy, &param);
}

static void run(struct worker *worker)
{
	unsigned int count = sizeof(steps) / sizeof(steps[0]), step = 0;

	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		step = (step + 1) % count;
		if (change(step))
			step = (unsigned int)SCHED_OTHER;
		sched_yield();
		done(worker, 1);
	}
	change(0);
}

const struct type type_policy_churn = { .name = "PolicyChurn", .params = { { "turns", 1024 } }, .run = run };
