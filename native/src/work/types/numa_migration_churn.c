// SPDX-License-Identifier: Apache-2.0
/* NumaMigrationChurn: pins itself to one NUMA node after the other. */
#include <errno.h>
#include <stdlib.h>

#include "types.h"

enum { HOLD_NS };

#define NODES_MOST 64

struct nodes {
	size_t size;
	unsigned int count;
	cpu_set_t *cpus[NODES_MOST];
};

static int prepare(struct worker *worker)
{
	struct nodes *nodes = calloc(1, sizeof(*nodes));
	char path[64];

	if (!nodes)
		return ENOMEM;
	worker->own = nodes;
	nodes->size = CPU_ALLOC_SIZE((size_t)worker->ncpus);
	for (int node = 0; node < NODES_MOST; node++) {
		cpu_set_t *cpus = calloc(1, nodes->size);

		snprintf(path, sizeof(path), "/sys/devices/system/node/node%d/cpulist", node);
		if (!cpus || read_cpus(path, cpus, nodes->size) || !CPU_COUNT_S(nodes->size, cpus))
			free(cpus);
		else
			nodes->cpus[nodes->count++] = cpus;
	}
	return nodes->count > 1 ? 0 : ENODEV;
}

static void run(struct worker *worker)
{
	struct nodes *nodes = worker->own;
	unsigned int at = 0;

	while (going(worker)) {
		at = (at + 1) % nodes->count;
		sched_setaffinity(0, nodes->size, nodes->cpus[at]);
		spin_for(worker, worker->arg[HOLD_NS]);
		done(worker, 0);
	}
	for (unsigned int i = 0; i < nodes->count; i++)
		free(nodes->cpus[i]);
	free(nodes);
}

const struct type type_numa_migration_churn = {
	.name = "NumaMigrationChurn", .params = { { "hold_ns", 100 * NSEC_PER_MSEC } }, .prepare = prepare, .run = run,
};
