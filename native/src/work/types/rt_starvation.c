// SPDX-License-Identifier: Apache-2.0
/* RtStarvation: SCHED_FIFO workers that never block, and others that get what is left. */
#include <errno.h>

#include "types.h"

enum { HOGS, VICTIMS, PRIORITY, TURNS };

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)(arg[HOGS] + arg[VICTIMS]);
}

static int prepare(struct worker *worker)
{
	struct sched_param param = { .sched_priority = (int)worker->arg[PRIORITY] };

	return worker->rank < worker->arg[HOGS] && sched_setscheduler(0, SCHED_FIFO, &param) ? errno : 0;
}

static void run(struct worker *worker)
{
	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		done(worker, 1);
	}
}

const struct type type_rt_starvation = {
	.name = "RtStarvation",
	.params = { { "hogs", 1 }, { "victims", 1 }, { "priority", 50 }, { "turns", 1024 } },
	.team = team,
	.prepare = prepare,
	.run = run,
};
