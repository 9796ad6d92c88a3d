// SPDX-License-Identifier: Apache-2.0
/* WakeChain: a token goes round a ring of workers, by pipe or by futex; each works a little before it passes it on. */
#include "types.h"

enum { STAGES_IN_RING, BY_FUTEX, WORK_NS };

struct shared {
	uint32_t at;		/* whose turn it is, counted on and on */
	uint64_t stamp_ns;
};

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)arg[STAGES_IN_RING];
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static int open_team(struct team *team, const uint64_t *arg, struct fault *fault)
{
	return arg[BY_FUTEX] ? 0 : open_pipes(team, team->size, fault);
}

static void run_pipes(struct worker *worker)
{
	const struct team *team = worker->team;
	int in = team->fds[2 * worker->rank], out = team->fds[2 * ((worker->rank + 1) % team->size) + 1];

	if (!worker->rank && send_stamp(worker, out))
		return;
	while (going(worker)) {
		if (receive_stamp(worker, in))
			return;
		spin_for(worker, worker->arg[WORK_NS]);
		if (send_stamp(worker, out))
			return;
		done(worker, 1);
	}
}

static void run_futex(struct worker *worker)
{
	struct shared *shared = worker->team->shared;
	uint32_t at;
	uint64_t from_ns;

	while (going(worker)) {
		at = __atomic_load_n(&shared->at, __ATOMIC_ACQUIRE);
		if (at % worker->team->size != worker->rank) {
			from_ns = wait_while(worker, &shared->at, at);
			at = __atomic_load_n(&shared->at, __ATOMIC_ACQUIRE);
			if (from_ns && at % worker->team->size == worker->rank)
				woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
			continue;
		}
		spin_for(worker, worker->arg[WORK_NS]);
		__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
		__atomic_store_n(&shared->at, at + 1, __ATOMIC_RELEASE);
		wake(&shared->at, (int)worker->team->size);
		done(worker, 1);
	}
}

static void run(struct worker *worker)
{
	if (worker->arg[BY_FUTEX])
		run_futex(worker);
	else
		run_pipes(worker);
}

const struct type type_wake_chain = {
	.name = "WakeChain",
	.params = { { "stages", 4 }, { "by_futex", 0 }, { "work_ns", 100000 } },
	.team = team,
	.shared = shared,
	.open = open_team,
	.run = run,
};
