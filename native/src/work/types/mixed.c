// SPDX-License-Identifier: Apache-2.0
/* Mixed: computes a little, then gives the CPU away. */
#include "types.h"

enum { TURNS };

static void run(struct worker *worker)
{
	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		sched_yield();
		done(worker, 1);
	}
}

const struct type type_mixed = { .name = "Mixed", .params = { { "turns", 1024 } }, .run = run };
