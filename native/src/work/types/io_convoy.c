// SPDX-License-Identifier: Apache-2.0
/* IoConvoy: a block in sequence written, one at random read, in turn; every sixteenth write waits for the disk. */
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

	for (uint64_t turn = 0; going(worker); turn++) {
		uint64_t block = random_next(worker) % worker->arg[BLOCKS], from_ns = to_wait(worker);

		if (pwrite(fd, worker->memory, 4096, disk_offset(worker, turn % worker->arg[BLOCKS])) != 4096 ||
		    pread(fd, worker->memory, 4096, disk_offset(worker, block)) != 4096)
			return;
		if (turn % 16 == 15)
			fdatasync(fd);
		waited(worker, from_ns);
		done(worker, 2);
	}
	close(fd);
}

const struct type type_io_convoy = {
	.name = "IoConvoy", .params = { { "blocks", 1024 } }, .prepare = prepare, .run = run,
};
