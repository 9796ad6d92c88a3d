// SPDX-License-Identifier: Apache-2.0
/* CrossAffinityChurn: changes the affinity of the other members of its team, to one CPU and back. */
#include <errno.h>
#include <stdlib.h>

#include "types.h"

enum { MEMBERS, TURNS };

struct allowed {
	size_t size;
	cpu_set_t *all, *one;
};

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)arg[MEMBERS];
}

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
	for (size_t cpu = 0; cpu < worker->ncpus; cpu++)
		if (CPU_ISSET_S(cpu, allowed->size, allowed->all)) {
			CPU_SET_S(cpu, allowed->size, allowed->one);
			return 0;
		}
	return ENODEV;
}

static void run(struct worker *worker)
{
	const struct team *team = worker->team;
	struct allowed *allowed = worker->own;
	bool narrow = false;

	while (going(worker)) {
		narrow = !narrow;
		for (unsigned int i = 0; i < team->size; i++)
			if (i != worker->rank)
				sched_setaffinity(team->slots[i]->tid, allowed->size,
						  narrow ? allowed->one : allowed->all);
		spin(worker, worker->arg[TURNS]);
		done(worker, 1);
	}
	free(allowed->all);
	free(allowed->one);
	free(allowed);
}

const struct type type_cross_affinity_churn = {
	.name = "CrossAffinityChurn",
	.params = { { "members", 2 }, { "turns", 1024 } },
	.team = team,
	.prepare = prepare,
	.run = run,
};
