// SPDX-License-Identifier: Apache-2.0
/* SpinWait: never blocks. The pause instruction, as somebody who waits for a lock uses it. */
#include "types.h"

/* Few: an emulator gives the CPU to another of the guest's at each pause, so that many could last for seconds. */
#define TURNS 64
/* Iterations between two looks at the stop flag, at most: where pauses are cheap, looking is what costs. */
#define AT_ONCE 32
#define LOOKS 8

static void run(struct worker *worker)
{
	while (going(worker)) {
		uint32_t several = worker->every / LOOKS;

		several = several < 1 ? 1 : several > AT_ONCE ? AT_ONCE : several;
		spin_wait(worker, TURNS * several);
		done_several(worker, several, several);
	}
}

const struct type type_spin_wait = { .name = "SpinWait", .run = run };
