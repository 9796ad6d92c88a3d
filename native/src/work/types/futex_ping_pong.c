// SPDX-License-Identifier: Apache-2.0
/* FutexPingPong: pairs that take turns on a futex; the waker goes on working. */
#include "types.h"

enum { TURNS };

static void run(struct worker *worker)
{
	take_turns(worker, worker->arg[TURNS]);
}

const struct type type_futex_ping_pong = {
	.name = "FutexPingPong",
	.params = { { "turns", 1024 } },
	.team = team_of_two,
	.shared = bell_size,
	.run = run,
};
