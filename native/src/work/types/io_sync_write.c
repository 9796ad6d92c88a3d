// SPDX-License-Identifier: Apache-2.0
/*
 * IoSyncWrite: writes blocks to a stripe of its own and waits until they are on the disk. text is a block
 * device, or a directory for a file of its own. On tmpfs nothing blocks.
 */
#include <unistd.h>

#include "types.h"

enum { BLOCKS };

static int prepare(struct worker *worker)
{
	return open_disk(worker, worker->arg[BLOCKS] * 4096, false);
}

static void run(struct worker *worker)
{
	int fd = (int)worker->number;

	while (going(worker)) {
		uint64_t from_ns = to_wait(worker);

		for (uint64_t i = 0; i < worker->arg[BLOCKS]; i++)
			if (pwrite(fd, worker->memory, 4096, disk_offset(worker, i)) != 4096 && going(worker))
				return;
		fdatasync(fd);
		waited(worker, from_ns);
		done(worker, worker->arg[BLOCKS]);
	}
	close(fd);
}

const struct type type_io_sync_write = {
	.name = "IoSyncWrite", .params = { { "blocks", 16 } }, .prepare = prepare, .run = run,
};
