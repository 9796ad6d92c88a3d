// SPDX-License-Identifier: Apache-2.0
/* AluHot: four independent chains of multiplications, as many instructions per cycle as it gets. */
#include "types.h"

enum { TURNS };

static void run(struct worker *worker)
{
	uint64_t seed = worker->random;

	while (going(worker)) {
		seed = multiply(seed, varied(worker, worker->arg[TURNS]));
		done(worker, 1);
	}
	worker->number = seed;
}

const struct type type_alu_hot = { .name = "AluHot", .params = { { "turns", 4096 } }, .run = run };
