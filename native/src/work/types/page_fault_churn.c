// SPDX-License-Identifier: Apache-2.0
/* PageFaultChurn: touches random pages of its memory, then gives them all back. */
#include <sys/mman.h>

#include "types.h"

enum { SIZE_KIB, PAGES, TURNS };

static int prepare(struct worker *worker)
{
	return own_memory(worker, worker->arg[SIZE_KIB] * 1024);
}

static void run(struct worker *worker)
{
	volatile char *memory = worker->memory;
	uint64_t pages = worker->memory_size / 4096;

	while (going(worker)) {
		for (uint64_t i = 0; i < worker->arg[PAGES]; i++)
			memory[random_next(worker) % pages * 4096] = 1;
		madvise(worker->memory, worker->memory_size, MADV_DONTNEED);
		spin(worker, worker->arg[TURNS]);
		done(worker, worker->arg[PAGES]);
	}
}

const struct type type_page_fault_churn = {
	.name = "PageFaultChurn",
	.params = { { "size_kib", 4096 }, { "pages", 256 }, { "turns", 64 } },
	.prepare = prepare,
	.run = run,
};
