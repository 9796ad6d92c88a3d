// SPDX-License-Identifier: Apache-2.0
/* EpollStorm: writers fill an eventfd, waiters take from it through epoll, which wakes them one by one. */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "types.h"

enum { WRITERS, WAITERS, BURST, PAUSE_NS };

struct shared {
	uint64_t stamp_ns;
};

static unsigned int team(const uint64_t *arg)
{
	return (unsigned int)(arg[WRITERS] + arg[WAITERS]);
}

static size_t shared(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct shared);
}

static int open_team(struct team *team, const uint64_t *arg, struct fault *fault)
{
	int fd = eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC);

	(void)arg;
	if (fd < 0)
		return fault_errno(fault, errno, "make an eventfd");
	team->fds[team->nfds++] = fd;
	return 0;
}

static void produce(struct worker *worker, struct shared *shared)
{
	uint64_t burst = worker->arg[BURST];

	while (going(worker)) {
		__atomic_store_n(&shared->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
		if (write(worker->team->fds[0], &burst, sizeof(burst)) < 0 && errno != EAGAIN && errno != EINTR)
			return;
		nap(worker, worker->arg[PAUSE_NS]);
		done(worker, burst);
	}
}

static void take(struct worker *worker, struct shared *shared, int epoll)
{
	struct epoll_event event;
	uint64_t from_ns, one;

	while (going(worker)) {
		if (read(worker->team->fds[0], &one, sizeof(one)) == (ssize_t)sizeof(one)) {
			done(worker, 1);
			continue;
		}
		from_ns = to_wait(worker);
		if (epoll_wait(epoll, &event, 1, -1) == 1)
			woken(worker, from_ns, __atomic_load_n(&shared->stamp_ns, __ATOMIC_RELAXED));
	}
}

static void run(struct worker *worker)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLEXCLUSIVE };
	int epoll;

	if (worker->rank < worker->arg[WRITERS]) {
		produce(worker, worker->team->shared);
		return;
	}
	epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll < 0)
		return;
	if (!epoll_ctl(epoll, EPOLL_CTL_ADD, worker->team->fds[0], &event))
		take(worker, worker->team->shared, epoll);
	close(epoll);
}

const struct type type_epoll_storm = {
	.name = "EpollStorm",
	.params = { { "writers", 1 }, { "waiters", 2 }, { "burst", 32 }, { "pause_ns", NSEC_PER_MSEC } },
	.team = team,
	.shared = shared,
	.open = open_team,
	.run = run,
};
