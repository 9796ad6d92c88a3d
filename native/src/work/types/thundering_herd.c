// SPDX-License-Identifier: Apache-2.0
/* ThunderingHerd: one worker wakes all others at once, rarely. */
#include "types.h"

enum { WAITERS, TURNS, PAUSE_NS };

struct shared {
	uint32_t generation;
	uint64_t stamp_ns;
};

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)arg[WAITERS] + 1;
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static void run(struct worker *worker)
{
	struct shared *shared = worker->team->shared;
	uint32_t seen = 0;
	uint64_t from_ns;

	while (going(worker)) {
		if (!worker->rank) {
			nap(worker, worker->arg[PAUSE_NS]);
			__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
			__atomic_add_fetch(&shared->generation, 1, __ATOMIC_RELEASE);
			wake(&shared->generation, (int)worker->arg[WAITERS]);
		} else {
			from_ns = wait_while(worker, &shared->generation, seen);
			if (from_ns)
				woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
			seen = __atomic_load_n(&shared->generation, __ATOMIC_ACQUIRE);
		}
		spin(worker, worker->arg[TURNS]);
		done(worker, 1);
	}
}

const struct type type_thundering_herd = {
	.name = "ThunderingHerd",
	.params = { { "waiters", 7 }, { "turns", 1000 }, { "pause_ns", 5 * NSEC_PER_MSEC } },
	.team = team,
	.shared = shared,
	.run = run,
};
