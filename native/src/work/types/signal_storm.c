// SPDX-License-Identifier: Apache-2.0
/* SignalStorm: pairs that signal each other, thread to thread, in bursts of exchanges. */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "types.h"

enum { BURST, TURNS };

struct shared {
	uint64_t stamp_ns[2];	/* when the signal to this one was sent */
};

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static int prepare(struct worker *worker)
{
	sigset_t set;

	(void)worker;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	return pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void send(struct worker *worker, struct shared *shared)
{
	unsigned int other = 1 - worker->rank;

	__atomic_store_n(&shared->stamp_ns[other], monotonic_ns(), __ATOMIC_RELAXED);
	syscall(SYS_tkill, worker->team->slots[other]->tid, SIGUSR2);
}

static int receive(struct worker *worker, struct shared *shared, const sigset_t *set)
{
	uint64_t from_ns = to_wait(worker);

	while (sigwaitinfo(set, NULL) < 0)
		if (errno != EINTR || !going(worker))
			return -1;
	woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns[worker->rank], __ATOMIC_RELAXED));
	return 0;
}

static void run(struct worker *worker)
{
	struct shared *shared = worker->team->shared;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	if (!worker->rank)
		send(worker, shared);
	while (going(worker)) {
		for (uint64_t i = 0; i < worker->arg[BURST]; i++) {
			if (receive(worker, shared, &set))
				return;
			send(worker, shared);
		}
		spin(worker, worker->arg[TURNS]);
		done(worker, worker->arg[BURST]);
	}
}

const struct type type_signal_storm = {
	.name = "SignalStorm",
	.params = { { "burst", 16 }, { "turns", 1024 } },
	.team = team_of_two,
	.shared = shared,
	.prepare = prepare,
	.run = run,
};
