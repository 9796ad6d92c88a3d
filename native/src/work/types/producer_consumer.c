// SPDX-License-Identifier: Apache-2.0
/* ProducerConsumerImbalance: producers at a given rate, slow consumers, a queue between that fills up. */
#include "types.h"

enum { PRODUCERS, CONSUMERS, RATE_HZ, WORK_TURNS, CAPACITY };

struct shared {
	uint32_t items;
	uint64_t stamp_ns;
};

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)(arg[PRODUCERS] + arg[CONSUMERS]);
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

/* Changes the number of items unless it is at its limit, for which it waits. */
static bool change(struct worker *worker, struct shared *shared, uint32_t limit, uint32_t by)
{
	uint32_t items = __atomic_load_n(&shared->items, __ATOMIC_ACQUIRE);
	uint64_t from_ns;

	while (going(worker)) {
		if (items == limit) {
			from_ns = wait_while(worker, &shared->items, limit);
			if (from_ns)
				woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
			items = __atomic_load_n(&shared->items, __ATOMIC_ACQUIRE);
			continue;
		}
		if (!__atomic_compare_exchange_n(&shared->items, &items, items + by, false, __ATOMIC_ACQ_REL,
						 __ATOMIC_ACQUIRE))
			continue;
		/* Those who wait, wait at one of the limits. */
		if (items == 0 || items == worker->arg[CAPACITY]) {
			__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
			wake(&shared->items, (int)worker->team->size);
		}
		return true;
	}
	return false;
}

static void produce(struct worker *worker, struct shared *shared)
{
	uint64_t next_ns = monotonic_ns();

	while (going(worker)) {
		next_ns += NSEC_PER_SEC / worker->arg[RATE_HZ];
		nap_until(worker, next_ns);
		if (worker->last_ns > next_ns + NSEC_PER_SEC)
			next_ns = worker->last_ns;
		if (change(worker, shared, (uint32_t)worker->arg[CAPACITY], 1))
			done(worker, 1);
	}
}

static void consume(struct worker *worker, struct shared *shared)
{
	while (going(worker)) {
		if (!change(worker, shared, 0, (uint32_t)-1))
			return;
		spin(worker, worker->arg[WORK_TURNS]);
		done(worker, 1);
	}
}

static void run(struct worker *worker)
{
	if (worker->rank < worker->arg[PRODUCERS])
		produce(worker, worker->team->shared);
	else
		consume(worker, worker->team->shared);
}

const struct type type_producer_consumer = {
	.name = "ProducerConsumerImbalance",
	.params = { { "producers", 2 }, { "consumers", 1 }, { "rate_hz", 1000 }, { "work_turns", 4096 },
		    { "capacity", 1024 } },
	.team = team,
	.shared = shared,
	.run = run,
};
