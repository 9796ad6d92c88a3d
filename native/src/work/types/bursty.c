// SPDX-License-Identifier: Apache-2.0
/* Bursty: computes for a while, sleeps for a while; wake-to-run is from the timer's target. */
#include "types.h"

enum { BURST, SLEEP };

static void run(struct worker *worker)
{
	while (going(worker)) {
		spin_for(worker, worker->arg[BURST]);
		nap(worker, worker->arg[SLEEP]);
		done(worker, 0);
	}
}

const struct type type_bursty = {
	.name = "Bursty",
	.params = { { "burst_ns", 50 * NSEC_PER_MSEC }, { "sleep_ns", 100 * NSEC_PER_MSEC } },
	.run = run,
};
