// SPDX-License-Identifier: Apache-2.0
/* SmtSiblingSpin: pairs of spinners, each pair on the two threads of one core. */
#include <errno.h>
#include <stdlib.h>

#include "types.h"

/* The nth core that has two siblings among the CPUs we may use; wraps round. */
static int find_pair(struct worker *worker, unsigned int nth, int pair[2])
{
	size_t size = CPU_ALLOC_SIZE((size_t)worker->ncpus);
	cpu_set_t *allowed = calloc(1, size), *core = calloc(1, size);
	unsigned int pairs = 0, tries = 0;
	char path[96];

	pair[0] = -1;
	if (!allowed || !core || sched_getaffinity(0, size, allowed))
		goto out;
	do {
		for (size_t cpu = 0; cpu < worker->ncpus && pair[0] < 0; cpu++) {
			snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%zu/topology/thread_siblings_list", cpu);
			if (!CPU_ISSET_S(cpu, size, allowed) || read_cpus(path, core, size))
				continue;
			CPU_AND_S(size, core, core, allowed);
			if (CPU_COUNT_S(size, core) < 2)
				continue;
			for (size_t other = cpu + 1; other < worker->ncpus; other++)
				if (CPU_ISSET_S(other, size, core)) {
					if (pairs++ == nth) {
						pair[0] = (int)cpu;
						pair[1] = (int)other;
					}
					break;
				}
		}
		if (pairs)
			nth %= pairs;
		pairs = 0;
	} while (pair[0] < 0 && !tries++);
out:
	free(allowed);
	free(core);
	return pair[0] < 0 ? ENODEV : 0;
}

static int prepare(struct worker *worker)
{
	int pair[2], err = find_pair(worker, worker->team->index, pair);

	return err ? err : pin_to(worker, pair[worker->rank]);
}

static void run(struct worker *worker)
{
	while (going(worker)) {
		spin_wait(worker, 64);
		done(worker, 1);
	}
}

const struct type type_smt_sibling_spin = {
	.name = "SmtSiblingSpin", .team = team_of_two, .prepare = prepare, .run = run,
};
