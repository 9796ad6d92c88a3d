// SPDX-License-Identifier: Apache-2.0
/* IdleChurn: short work, short sleep: how late does the timer wake it? Precise: with a timer slack of 1 ns. */
#include <errno.h>
#include <sys/prctl.h>

#include "types.h"

enum { BURST, SLEEP, PRECISE };

static int prepare(struct worker *worker)
{
	return worker->arg[PRECISE] && prctl(PR_SET_TIMERSLACK, 1) ? errno : 0;
}

static void run(struct worker *worker)
{
	while (going(worker)) {
		spin_for(worker, worker->arg[BURST]);
		nap(worker, worker->arg[SLEEP]);
		done(worker, 0);
	}
}

const struct type type_idle_churn = {
	.name = "IdleChurn",
	.params = { { "burst_ns", NSEC_PER_MSEC }, { "sleep_ns", 5 * NSEC_PER_MSEC }, { "precise", 0 } },
	.prepare = prepare,
	.run = run,
};
