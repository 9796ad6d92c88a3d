// SPDX-License-Identifier: Apache-2.0
/* IpcVariance: many instructions per cycle, then few (reads all over its memory), in turn. */
#include "types.h"

enum { HOT_TURNS, COLD_READS, SIZE_MIB };

static int prepare(struct worker *worker)
{
	return own_memory(worker, worker->arg[SIZE_MIB] * 1024 * 1024);
}

static void run(struct worker *worker)
{
	volatile const char *memory = worker->memory;
	uint64_t lines = worker->memory_size / 64;

	while (going(worker)) {
		worker->random ^= multiply(worker->random, worker->arg[HOT_TURNS]);
		done(worker, 1);
		for (uint64_t i = 0; i < worker->arg[COLD_READS]; i++)
			(void)memory[random_next(worker) % lines * 64];
		done(worker, 1);
	}
}

const struct type type_ipc_variance = {
	.name = "IpcVariance",
	.params = { { "hot_turns", 100000 }, { "cold_reads", 1024 }, { "size_mib", 64 } },
	.prepare = prepare,
	.run = run,
};
