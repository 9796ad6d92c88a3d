// SPDX-License-Identifier: Apache-2.0
/* PreemptStorm: a SCHED_FIFO worker that runs shortly and often, among spinners that it takes the CPU from. */
#include <errno.h>

#include "types.h"

enum { SPINNERS, TURNS, PERIOD_NS };

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)arg[SPINNERS] + 1;
}

static int prepare(struct worker *worker)
{
	struct sched_param param = { .sched_priority = 1 };

	return !worker->rank && sched_setscheduler(0, SCHED_FIFO, &param) ? errno : 0;
}

static void run(struct worker *worker)
{
	uint64_t next_ns = monotonic_ns();

	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		if (!worker->rank) {
			next_ns += worker->arg[PERIOD_NS];
			nap_until(worker, next_ns);
			/* After a long preemption it does not catch up. */
			if (worker->last_ns > next_ns + worker->arg[PERIOD_NS])
				next_ns = worker->last_ns;
		}
		done(worker, 1);
	}
}

const struct type type_preempt_storm = {
	.name = "PreemptStorm",
	.params = { { "spinners", 2 }, { "turns", 1024 }, { "period_ns", NSEC_PER_MSEC } },
	.team = team,
	.prepare = prepare,
	.run = run,
};
