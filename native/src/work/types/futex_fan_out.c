// SPDX-License-Identifier: Apache-2.0
/* FutexFanOut: a messenger wakes all receivers with one call, again and again. */
#include "types.h"

enum { RECEIVERS, TURNS };

#define PAUSE_TURNS 256

struct shared {
	uint32_t generation;
	uint64_t stamp_ns;
};

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)arg[RECEIVERS] + 1;
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static void send(struct worker *worker, struct shared *shared)
{
	while (going(worker)) {
		spin(worker, worker->arg[TURNS]);
		__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
		__atomic_add_fetch(&shared->generation, 1, __ATOMIC_RELEASE);
		wake(&shared->generation, (int)worker->arg[RECEIVERS]);
		spin(worker, PAUSE_TURNS);
		done(worker, 1);
	}
}

static void receive(struct worker *worker, struct shared *shared)
{
	uint32_t seen = 0;
	uint64_t from_ns;

	while (going(worker)) {
		from_ns = wait_while(worker, &shared->generation, seen);
		if (from_ns)
			woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
		seen = __atomic_load_n(&shared->generation, __ATOMIC_ACQUIRE);
		spin(worker, worker->arg[TURNS]);
		done(worker, 1);
	}
}

static void run(struct worker *worker)
{
	if (worker->rank)
		receive(worker, worker->team->shared);
	else
		send(worker, worker->team->shared);
}

const struct type type_futex_fan_out = {
	.name = "FutexFanOut",
	.params = { { "receivers", 4 }, { "turns", 1024 } },
	.team = team,
	.shared = shared,
	.run = run,
};
