// SPDX-License-Identifier: Apache-2.0
/*
 * FanOutCompute: a messenger wakes receivers, each of which sleeps a little and then multiplies matrices:
 * a server whose requests need the cache.
 */
#include "types.h"

enum { RECEIVERS, SIZE_KIB, OPERATIONS, PAUSE_NS };

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

static void serve(struct worker *worker)
{
	nap(worker, worker->arg[PAUSE_NS]);
	for (uint64_t i = 0; i < worker->arg[OPERATIONS] && going(worker); i++) {
		multiply_matrices(worker);
		look(worker);
	}
	done(worker, worker->arg[OPERATIONS]);
}

static void run(struct worker *worker)
{
	struct bell *bell = worker->team->shared;
	uint32_t heard = 0;

	while (going(worker)) {
		if (worker->rank) {
			listen_to(worker, bell, &heard);
			serve(worker);
		} else {
			ring(bell, worker->arg[RECEIVERS]);
			nap(worker, worker->arg[PAUSE_NS]);
			done(worker, 1);
		}
	}
}

const struct type type_fan_out_compute = {
	.name = "FanOutCompute",
	.params = { { "receivers", 4 }, { "size_kib", 256 }, { "operations", 5 }, { "pause_ns", 100000 } },
	.team = team_of_one_and_others,
	.shared = bell_size,
	.prepare = prepare,
	.run = run,
};
