// SPDX-License-Identifier: Apache-2.0
/* AffinityChurn: pins itself to a random one of the CPUs it may use, after each piece of work. */
#include <errno.h>
#include <stdlib.h>

#include "types.h"

enum { TURNS };

struct allowed {
	size_t size;
	int count;
	cpu_set_t *all, *one;
};

static int prepare(struct worker *worker)
{
	struct allowed *allowed = calloc(1, sizeof(*allowed));

	if (!allowed)
		return ENOMEM;
	allowed->size = CPU_ALLOC_SIZE((size_t)worker->ncpus);
	allowed->all = calloc(1, allowed->size);
	allowed->one = calloc(1, allowed->size);
	worker->own = allowed;
	if (!allowed->all || !allowed->one)
		return ENOMEM;
	if (sched_getaffinity(0, allowed->size, allowed->all))
		return errno;
	allowed->count = CPU_COUNT_S(allowed->size, allowed->all);
	return 0;
}

static void pin(struct worker *worker, const struct allowed *allowed)
{
	uint64_t nth = random_next(worker) % (uint64_t)allowed->count;

	CPU_ZERO_S(allowed->size, allowed->one);
	for (size_t cpu = 0; cpu < worker->ncpus; cpu++)
		if (CPU_ISSET_S(cpu, allowed->size, allowed->all) && !nth--) {
			CPU_SET_S(cpu, allowed->size, allowed->one);
			break;
		}
	sched_setaffinity(0, allowed->size, allowed->one);
}

static void run(struct worker *worker)
{
	struct allowed *allowed = worker->own;

	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		pin(worker, allowed);
		sched_yield();
		done(worker, 1);
	}
	sched_setaffinity(0, allowed->size, allowed->all);
	free(allowed->all);
	free(allowed->one);
	free(allowed);
}

const struct type type_affinity_churn = {
	.name = "AffinityChurn", .params = { { "turns", 1024 } }, .prepare = prepare, .run = run,
};
