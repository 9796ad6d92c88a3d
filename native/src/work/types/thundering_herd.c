// SPDX-License-Identifier: Apache-2.0
/* ThunderingHerd: one worker wakes all others at once, rarely. */
#include "types.h"

enum { WAITERS, TURNS, PAUSE_NS };

static void run(struct worker *worker)
{
	struct bell *bell = worker->team->shared;
	uint32_t heard = 0;

	while (going(worker)) {
		if (worker->rank) {
			listen_to(worker, bell, &heard);
		} else {
			nap(worker, worker->arg[PAUSE_NS]);
			ring(bell, worker->arg[WAITERS]);
		}
		spin(worker, worker->arg[TURNS]);
		done(worker, 1);
	}
}

const struct type type_thundering_herd = {
	.name = "ThunderingHerd",
	.params = { { "waiters", 7 }, { "turns", 1000 }, { "pause_ns", 5 * NSEC_PER_MSEC } },
	.team = team_of_one_and_others,
	.shared = bell_size,
	.run = run,
};
