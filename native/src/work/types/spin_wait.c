// SPDX-License-Identifier: Apache-2.0
/* SpinWait: never blocks. The pause instruction, as somebody who waits for a lock uses it. */
#include "types.h"

#define TURNS 1024

static void run(struct worker *worker)
{
	while (going(worker)) {
		spin_wait(worker, TURNS);
		done(worker, 1);
	}
}

const struct type type_spin_wait = { .name = "SpinWait", .run = run };
