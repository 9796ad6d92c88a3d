// SPDX-License-Identifier: Apache-2.0
/* SpinWait: never blocks. The pause instruction, as somebody who waits for a lock uses it. */
#include "types.h"

/* Few: an emulator gives the CPU to another of the guest's at each pause, so that many could last for seconds. */
#define TURNS 64

static void run(struct worker *worker)
{
	while (going(worker)) {
		spin_wait(worker, TURNS);
		done(worker, 1);
	}
}

const struct type type_spin_wait = { .name = "SpinWait", .run = run };
