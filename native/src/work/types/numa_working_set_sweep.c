// SPDX-License-Identifier: Apache-2.0
/* NumaWorkingSetSweep: moves its memory to one NUMA node after the other, and touches all of it there. */
#include <errno.h>
#include <linux/mempolicy.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "types.h"

enum { SIZE_KIB, HOLD_NS };

/* Moved by one call, which nothing ends: an emulated kernel takes 80 ms for 4 MiB. */
#define AT_ONCE (256 * 1024)

static int prepare(struct worker *worker)
{
	cpu_set_t set;

	/* The list of nodes has the form of a list of CPUs. */
	if (read_cpus("/sys/devices/system/node/has_memory", &set, sizeof(set)) || CPU_COUNT(&set) < 2)
		return ENODEV;
	for (size_t i = 0; i < 64; i++)
		if (CPU_ISSET(i, &set))
			worker->number |= 1ull << i;
	return own_memory(worker, worker->arg[SIZE_KIB] * 1024);
}

static void run(struct worker *worker)
{
	volatile char *memory = worker->memory;
	unsigned int node = 0;
	uint64_t mask;

	while (going(worker)) {
		do {
			node = (node + 1) % 64;
		} while (!(worker->number >> node & 1));
		mask = 1ull << node;
		for (size_t at = 0; at < worker->memory_size && going(worker); at += 4096) {
			size_t left = worker->memory_size - at;

			if (at % AT_ONCE == 0)
				syscall(SYS_mbind, memory + at, left < AT_ONCE ? left : AT_ONCE, MPOL_BIND, &mask, 65,
					MPOL_MF_MOVE);
			memory[at]++;
		}
		spin_for(worker, worker->arg[HOLD_NS]);
		done(worker, 0);
	}
}

const struct type type_numa_working_set_sweep = {
	.name = "NumaWorkingSetSweep",
	.params = { { "size_kib", 4096 }, { "hold_ns", 100 * NSEC_PER_MSEC } },
	.prepare = prepare,
	.run = run,
};
