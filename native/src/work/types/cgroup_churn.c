// SPDX-License-Identifier: Apache-2.0
/* CgroupChurn: moves itself to another cgroup and back; text is the other one's directory. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "types.h"

enum { EVERY_NS };

static int open_procs(const char *cgroup)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
	return open(path, O_WRONLY | O_CLOEXEC);
}

static int prepare(struct worker *worker)
{
	int there, back;

	if (!worker->text || !worker->cgroup)
		return EINVAL;
	there = open_procs(worker->text);
	if (there < 0)
		return errno;
	back = open_procs(worker->cgroup);
	if (back < 0)
		return errno;
	worker->number = (uint64_t)there << 32 | (uint64_t)back;
	return 0;
}

static void run(struct worker *worker)
{
	int fds[2] = { (int)(worker->number >> 32), (int)(worker->number & 0xffffffff) };

	for (unsigned int turn = 0; going(worker); turn++) {
		spin_for(worker, worker->arg[EVERY_NS]);
		/* 0 is the writer itself. */
		if (write(fds[turn % 2], "0", 1) == 1)
			done(worker, 0);
	}
	close(fds[0]);
	close(fds[1]);
}

const struct type type_cgroup_churn = {
	.name = "CgroupChurn",
	.params = { { "every_ns", 100 * NSEC_PER_MSEC } },
	.prepare = prepare,
	.run = run,
	.process_only = true,
};
