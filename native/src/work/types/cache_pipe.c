// SPDX-License-Identifier: Apache-2.0
/* CachePipe: pairs that pass a message to and fro, each with warm memory that it walks over first. */
#include "types.h"

enum { SIZE_KIB, LINES };

static int open_team(struct team *team, const uint64_t *arg, struct fault *fault)
{
	(void)arg;
	return open_pipes(team, 2, fault);
}

static int prepare(struct worker *worker)
{
	return own_memory(worker, worker->arg[SIZE_KIB] * 1024);
}

static void run(struct worker *worker)
{
	int out = worker->team->fds[worker->rank ? 3 : 1], in = worker->team->fds[worker->rank ? 0 : 2];

	if (worker->rank && receive_stamp(worker, in))
		return;
	while (going(worker)) {
		stride(worker, worker->arg[LINES], 64);
		if (send_stamp(worker, out) || receive_stamp(worker, in))
			return;
		done(worker, 1);
	}
}

const struct type type_cache_pipe = {
	.name = "CachePipe",
	.params = { { "size_kib", 32 }, { "lines", 1024 } },
	.team = team_of_two,
	.open = open_team,
	.prepare = prepare,
	.run = run,
};
