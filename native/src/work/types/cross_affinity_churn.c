// SPDX-License-Identifier: Apache-2.0
/* CrossAffinityChurn: changes the affinity of the other members of its team, to one CPU and back. */
#include "types.h"

enum { MEMBERS, TURNS };

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)arg[MEMBERS];
}

static int prepare(struct worker *worker)
{
	int err = read_allowed(worker);

	if (!err)
		choose_allowed(worker, 0);
	return err;
}

static void run(struct worker *worker)
{
	const struct team *team = worker->team;
	const struct allowed *allowed = worker->own;
	bool narrow = false;

	while (going(worker)) {
		narrow = !narrow;
		for (unsigned int i = 0; i < team->size; i++)
			if (i != worker->rank)
				sched_setaffinity(team->slots[i]->tid, allowed->size,
						  narrow ? allowed->one : allowed->all);
		spin(worker, worker->arg[TURNS]);
		done(worker, 1);
	}
	free_allowed(worker);
}

const struct type type_cross_affinity_churn = {
	.name = "CrossAffinityChurn",
	.params = { { "members", 2 }, { "turns", 1024 } },
	.team = team,
	.prepare = prepare,
	.run = run,
};
