// SPDX-License-Identifier: Apache-2.0
/* ForkExit: a child after the other, which ends at once. */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "types.h"

static void run(struct worker *worker)
{
	while (going(worker)) {
		uint64_t from_ns;
		pid_t pid = _Fork();

		if (!pid)
			_exit(0);
		if (pid < 0) {
			/* At the limit of pids.max: somebody else's turn. */
			sched_yield();
			continue;
		}
		from_ns = to_wait(worker);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
		waited(worker, from_ns);
		done(worker, 1);
	}
}

const struct type type_fork_exit = { .name = "ForkExit", .run = run, .process_only = true };
