// SPDX-License-Identifier: Apache-2.0
/*
 * The ways in which workers block. Comes in: a word, a descriptor, a time; goes out: the same with the wait
 * noted. kt work sends a signal again and again until a worker that was told to stop is gone, so that none
 * of these calls can sleep through it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "work.h"

void nap_until(struct worker *worker, uint64_t target_ns)
{
	struct timespec when = { (time_t)(target_ns / NSEC_PER_SEC), (long)(target_ns % NSEC_PER_SEC) };
	uint64_t from_ns = to_wait(worker);

	while (going(worker))
		if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) != EINTR) {
			woken(worker, from_ns, target_ns);
			return;
		}
	waited(worker, from_ns);
}

void nap(struct worker *worker, uint64_t ns)
{
	nap_until(worker, monotonic_ns() + ns);
}

uint64_t wait_while(struct worker *worker, const uint32_t *word, uint32_t value)
{
	uint64_t from_ns = 0;

	while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == value && going(worker)) {
		if (!from_ns)
			from_ns = to_wait(worker);
		syscall(SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
	}
	return from_ns;
}

long wake(uint32_t *word, int count)
{
	return syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}

int get(struct worker *worker, int fd, void *bytes, size_t len)
{
	char *at = bytes;

	while (len) {
		ssize_t got = read(fd, at, len);

		if (got > 0) {
			at += got;
			len -= (size_t)got;
		} else if (!got || errno != EINTR || !going(worker)) {
			return -1;
		}
	}
	return 0;
}

int put(struct worker *worker, int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t sent = write(fd, at, len);

		if (sent > 0) {
			at += sent;
			len -= (size_t)sent;
		} else if (errno != EINTR || !going(worker)) {
			return -1;
		}
	}
	return 0;
}

int send_stamp(struct worker *worker, int fd)
{
	uint64_t now_ns = monotonic_ns();

	return put(worker, fd, &now_ns, sizeof(now_ns));
}

int receive_stamp(struct worker *worker, int fd)
{
	uint64_t from_ns = to_wait(worker), sent_ns;

	if (get(worker, fd, &sent_ns, sizeof(sent_ns)))
		return -1;
	woken(worker, from_ns, sent_ns);
	return 0;
}

int open_pipes(struct team *team, unsigned int count, struct fault *fault)
{
	int fds[2];

	for (unsigned int i = 0; i < count; i++) {
		if (team->nfds + 2 > TEAM_FDS)
			return fault_text(fault, "make pipes for a team of %u: at most %d", team->size, TEAM_FDS / 2);
		if (pipe2(fds, O_CLOEXEC))
			return fault_errno(fault, errno, "make a pipe for a team of %u", team->size);
		team->fds[team->nfds++] = fds[0];
		team->fds[team->nfds++] = fds[1];
	}
	return 0;
}
