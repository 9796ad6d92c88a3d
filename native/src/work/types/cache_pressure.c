// SPDX-License-Identifier: Apache-2.0
/* CachePressure: walks over memory of a given size with a given step; stays warm where it stays. */
#include "types.h"

enum { SIZE_KIB, STEP_B };

#define LINES 1024

static int prepare(struct worker *worker)
{
	return own_memory(worker, worker->arg[SIZE_KIB] * 1024);
}

static void run(struct worker *worker)
{
	while (going(worker)) {
		stride(worker, LINES, worker->arg[STEP_B]);
		done(worker, 1);
	}
}

const struct type type_cache_pressure = {
	.name = "CachePressure",
	.params = { { "size_kib", 32 }, { "step_b", 64 } },
	.prepare = prepare,
	.run = run,
};
