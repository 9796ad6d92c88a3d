// SPDX-License-Identifier: Apache-2.0
/*
 * PriorityInversion: three SCHED_FIFO priorities; the lowest and the highest share a lock, the middle one
 * only computes. With a priority-inheriting lock the lowest is boosted while the highest waits.
 */
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "types.h"

enum { HOLD_TURNS, WORK_TURNS, INHERIT, PAUSE_NS };

enum { LOW, MIDDLE, HIGH, RANKS };

struct shared {
	uint32_t lock;		/* tid of the owner, as the kernel's PI futexes have it */
	uint64_t stamp_ns;
};

static unsigned int team(const uint64_t *arg)
{
	(void)arg;
	return RANKS;
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static int prepare(struct worker *worker)
{
	struct sched_param param = { .sched_priority = (int)worker->rank + 1 };

	return sched_setscheduler(0, SCHED_FIFO, &param) ? errno : 0;
}

static bool lock(struct worker *worker, struct shared *shared)
{
	uint32_t free = 0, tid = (uint32_t)worker->slot->tid;
	uint64_t from_ns;

	while (!__atomic_compare_exchange_n(&shared->lock, &free, tid, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
		if (!going(worker))
			return false;
		if (worker->arg[INHERIT]) {
			from_ns = to_wait(worker);
			/* It goes on waiting after a signal; the owner lets go when it is told to stop. */
			if (syscall(SYS_futex, &shared->lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0))
				return false;
			woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
			return true;
		}
		from_ns = wait_while(worker, &shared->lock, free);
		if (from_ns)
			woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
		free = 0;
	}
	return true;
}

static void unlock(struct worker *worker, struct shared *shared)
{
	uint32_t mine = (uint32_t)worker->slot->tid;

	__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
	if (!worker->arg[INHERIT]) {
		__atomic_store_n(&shared->lock, 0, __ATOMIC_RELEASE);
		wake(&shared->lock, RANKS);
	} else if (!__atomic_compare_exchange_n(&shared->lock, &mine, 0, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
		syscall(SYS_futex, &shared->lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
	}
}

static void run(struct worker *worker)
{
	struct shared *shared = worker->team->shared;

	while (going(worker)) {
		if (worker->rank == MIDDLE) {
			spin(worker, worker->arg[WORK_TURNS]);
		} else {
			if (!lock(worker, shared))
				return;
			spin(worker, worker->arg[worker->rank == LOW ? HOLD_TURNS : WORK_TURNS]);
			unlock(worker, shared);
		}
		nap(worker, worker->arg[PAUSE_NS]);
		done(worker, 1);
	}
}

const struct type type_priority_inversion = {
	.name = "PriorityInversion",
	.params = { { "hold_turns", 4096 }, { "work_turns", 1024 }, { "inherit", 1 }, { "pause_ns", 100000 } },
	.team = team,
	.shared = shared,
	.prepare = prepare,
	.run = run,
};
