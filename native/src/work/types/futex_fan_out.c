// SPDX-License-Identifier: Apache-2.0
/* FutexFanOut: a messenger wakes all receivers with one call, again and again. */
#include "types.h"

enum { RECEIVERS, TURNS };

#define PAUSE_TURNS 256

static void run(struct worker *worker)
{
	struct bell *bell = worker->team->shared;
	uint32_t heard = 0;

	while (going(worker)) {
		if (worker->rank)
			listen_to(worker, bell, &heard);
		spin(worker, worker->arg[TURNS]);
		if (!worker->rank) {
			ring(bell, worker->arg[RECEIVERS]);
			spin(worker, PAUSE_TURNS);
		}
		done(worker, 1);
	}
}

const struct type type_futex_fan_out = {
	.name = "FutexFanOut",
	.params = { { "receivers", 4 }, { "turns", 1024 } },
	.team = team_of_one_and_others,
	.shared = bell_size,
	.run = run,
};
