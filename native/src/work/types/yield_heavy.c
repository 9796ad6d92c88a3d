// SPDX-License-Identifier: Apache-2.0
/* YieldHeavy: gives the CPU away all the time. */
#include "types.h"

static void run(struct worker *worker)
{
	while (going(worker)) {
		sched_yield();
		done(worker, 1);
	}
}

const struct type type_yield_heavy = { .name = "YieldHeavy", .run = run };
