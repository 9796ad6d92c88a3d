// SPDX-License-Identifier: Apache-2.0
/*
 * PipeIo: pairs that pass a message to and fro through two pipes, with some work between. The kernel wakes
 * the reader of a pipe synchronously: the waker is about to sleep.
 */
#include "types.h"

enum { TURNS };

static int open_team(struct team *team, const uint64_t *arg, struct fault *fault)
{
	(void)arg;
	return open_pipes(team, 2, fault);
}

static void run(struct worker *worker)
{
	/* The first writes to pipe 0 and reads from pipe 1, the second the other way round. */
	int out = worker->team->fds[worker->rank ? 3 : 1], in = worker->team->fds[worker->rank ? 0 : 2];

	if (worker->rank && receive_stamp(worker, in))
		return;
	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		if (send_stamp(worker, out) || receive_stamp(worker, in))
			return;
		done(worker, 1);
	}
}

const struct type type_pipe_io = {
	.name = "PipeIo", .params = { { "turns", 1024 } }, .team = team_of_two, .open = open_team, .run = run,
};
