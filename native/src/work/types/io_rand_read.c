// SPDX-License-Identifier: Apache-2.0
/* IoRandRead: reads one block at a random place, past the page cache where the file system can do that. */
#include <unistd.h>

#include "types.h"

enum { BLOCKS };

static int prepare(struct worker *worker)
{
	return open_disk(worker, worker->arg[BLOCKS] * 4096, true);
}

static void run(struct worker *worker)
{
	int fd = (int)worker->number;

	while (going(worker)) {
		uint64_t block = random_next(worker) % worker->arg[BLOCKS], from_ns = to_wait(worker);

		if (pread(fd, worker->memory, 4096, disk_offset(worker, block)) != 4096 && going(worker))
			return;
		waited(worker, from_ns);
		done(worker, 1);
	}
	close(fd);
}

const struct type type_io_rand_read = {
	.name = "IoRandRead", .params = { { "blocks", 1024 } }, .prepare = prepare, .run = run,
};
