// SPDX-License-Identifier: Apache-2.0
/* AffinityChurn: pins itself to a random one of the CPUs it may use, after each piece of work. */
#include "types.h"

enum { TURNS };

static void run(struct worker *worker)
{
	const struct allowed *allowed = worker->own;

	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		choose_allowed(worker, (int)(random_next(worker) % (uint64_t)allowed->count));
		sched_setaffinity(0, allowed->size, allowed->one);
		sched_yield();
		done(worker, 1);
	}
	sched_setaffinity(0, allowed->size, allowed->all);
	free_allowed(worker);
}

const struct type type_affinity_churn = {
	.name = "AffinityChurn", .params = { { "turns", 1024 } }, .prepare = read_allowed, .run = run,
};
