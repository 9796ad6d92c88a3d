// SPDX-License-Identifier: Apache-2.0
/*
 * FanOutCompute: a messenger wakes receivers, each of which sleeps a little and then multiplies matrices:
 * a server whose requests need the cache.
 */
#include "types.h"

enum { RECEIVERS, SIZE_KIB, OPERATIONS, PAUSE_NS };

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

static int prepare(struct worker *worker)
{
	return own_memory(worker, worker->arg[SIZE_KIB] * 1024);
}

/* Three square matrices fill the memory: c = a * b. */
static void multiply_matrices(struct worker *worker)
{
	uint32_t *a = worker->memory, *b, *c;
	size_t n = 1;

	while (3 * (n + 1) * (n + 1) * sizeof(*a) <= worker->memory_size)
		n++;
	b = a + n * n;
	c = b + n * n;
	for (size_t i = 0; i < n && going(worker); i++)
		for (size_t j = 0; j < n; j++) {
			uint32_t sum = 0;

			for (size_t k = 0; k < n; k++)
				sum += a[i * n + k] * b[k * n + j];
			((volatile uint32_t *)c)[i * n + j] = sum;
		}
}

static void send(struct worker *worker, struct shared *shared)
{
	while (going(worker)) {
		__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
		__atomic_add_fetch(&shared->generation, 1, __ATOMIC_RELEASE);
		wake(&shared->generation, (int)worker->arg[RECEIVERS]);
		nap(worker, worker->arg[PAUSE_NS]);
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
		nap(worker, worker->arg[PAUSE_NS]);
		for (uint64_t i = 0; i < worker->arg[OPERATIONS] && going(worker); i++) {
			multiply_matrices(worker);
			look(worker);
		}
		done(worker, worker->arg[OPERATIONS]);
	}
}

static void run(struct worker *worker)
{
	if (worker->rank)
		receive(worker, worker->team->shared);
	else
		send(worker, worker->team->shared);
}

const struct type type_fan_out_compute = {
	.name = "FanOutCompute",
	.params = { { "receivers", 4 }, { "size_kib", 256 }, { "operations", 5 }, { "pause_ns", 100000 } },
	.team = team,
	.shared = shared,
	.prepare = prepare,
	.run = run,
};
