// SPDX-License-Identifier: Apache-2.0
/* NiceSweep: another nice value after each piece of work; from 0 up where less is not allowed. */
#include <errno.h>
#include <sys/resource.h>

#include "types.h"

#define TURNS 512

static void run(struct worker *worker)
{
	int least = -20, nice = least;

	while (going(worker)) {
		spin(worker, TURNS);
		if (setpriority(PRIO_PROCESS, 0, nice) && (errno == EACCES || errno == EPERM))
			least = 0;
		nice = nice == 19 ? least : nice + 1;
		if (nice < least)
			nice = least;
		sched_yield();
		done(worker, 1);
	}
	setpriority(PRIO_PROCESS, 0, 0);
}

const struct type type_nice_sweep = { .name = "NiceSweep", .run = run };
