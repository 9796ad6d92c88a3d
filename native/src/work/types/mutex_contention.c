// SPDX-License-Identifier: Apache-2.0
/* MutexContention: workers that share a lock, work outside of it and hold it for a while. */
#include "types.h"

enum { CONTENDERS, HOLD_TURNS, WORK_TURNS };

enum { FREE, TAKEN, CONTENDED };

struct shared {
	uint32_t lock;
	uint64_t stamp_ns;	/* when it was last given to somebody who waits */
};

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)arg[CONTENDERS];
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static bool lock(struct worker *worker, struct shared *shared)
{
	uint32_t was = FREE;
	uint64_t from_ns;

	if (__atomic_compare_exchange_n(&shared->lock, &was, TAKEN, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return true;
	while (__atomic_exchange_n(&shared->lock, CONTENDED, __ATOMIC_ACQUIRE) != FREE) {
		from_ns = wait_while(worker, &shared->lock, CONTENDED);
		if (from_ns)
			woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
		if (!going(worker))
			return false;
	}
	return true;
}

static void unlock(struct shared *shared)
{
	__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
	if (__atomic_exchange_n(&shared->lock, FREE, __ATOMIC_RELEASE) == CONTENDED)
		wake(&shared->lock, 1);
}

static void run(struct worker *worker)
{
	struct shared *shared = worker->team->shared;

	while (going(worker)) {
		spin(worker, worker->arg[WORK_TURNS]);
		if (!lock(worker, shared))
			return;
		spin(worker, worker->arg[HOLD_TURNS]);
		unlock(shared);
		done(worker, 1);
	}
}

const struct type type_mutex_contention = {
	.name = "MutexContention",
	.params = { { "contenders", 4 }, { "hold_turns", 256 }, { "work_turns", 1024 } },
	.team = team,
	.shared = shared,
	.run = run,
};
