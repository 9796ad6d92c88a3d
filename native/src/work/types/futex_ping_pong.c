// SPDX-License-Identifier: Apache-2.0
/* FutexPingPong: pairs that take turns on a futex; the waker goes on working. */
#include "types.h"

enum { TURNS };

struct shared {
	uint32_t turn;		/* rank of the one whose turn it is */
	uint64_t stamp_ns;	/* when it was made so */
};

static unsigned int team(const uint64_t *arg)
{
	(void)arg;
	return 2;
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static void run(struct worker *worker)
{
	struct shared *shared = worker->team->shared;
	uint32_t other = 1 - worker->rank;
	uint64_t from_ns;

	while (going(worker)) {
		from_ns = wait_while(worker, &shared->turn, other);
		if (from_ns)
			woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
		spin(worker, worker->arg[TURNS]);
		__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
		__atomic_store_n(&shared->turn, other, __ATOMIC_RELEASE);
		wake(&shared->turn, 1);
		done(worker, 1);
	}
}

const struct type type_futex_ping_pong = {
	.name = "FutexPingPong", .params = { { "turns", 1024 } }, .team = team, .shared = shared, .run = run,
};
