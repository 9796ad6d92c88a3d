// SPDX-License-Identifier: Apache-2.0
/*
 * QEMU's main thread and the thread of the processors take turns.
 *
 * Left alone, the main thread is told whenever a timer of the guest's has run (accel/tcg/tcg-accel-ops-icount.c,
 * icount_notify_aio_contexts). It wakes up when the host lets it, looks for timers that are due, and, if all processors
 * are idle, moves the clock to the next timer (icount_start_warp_timer). The other thread counts a processor's
 * instructions, and marks it as halted, before it takes the big lock. A main thread that comes in between runs a timer
 * in its place, which ends the turns of all processors, or moves a clock that has not got the last instructions yet.
 *
 * So the main thread does not leave ppoll before the other one rests: it waits for a processor that has something to
 * do. And that one does not go on before the main thread has nothing to do: it waits in ppoll, or for the processors.
 * Where processors are never idle the main thread comes through all the same, late by a second: it has to stop a guest
 * that reset itself.
 */
#include "preload.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>

static const struct timespec late = { .tv_sec = 1 };

static volatile unsigned int resting; /* the thread of the processors */
static volatile unsigned int waiting; /* the main thread */

static long myself(void)
{
	return call(SYS_gettid, 0, 0, 0, 0, 0, 0);
}

static int is_main(void)
{
	return myself() == call(SYS_getpid, 0, 0, 0, 0, 0, 0);
}

/*
 * The thread of the processors is the first that waits for a condition beside the main thread: for the processors to be
 * let go, before QEMU takes commands. Those of a migration and the like come later, and take no turns.
 */
static int is_processors(void)
{
	static long processors;
	long nobody = 0, me = myself();

	return __atomic_compare_exchange_n(&processors, &nobody, me, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) ||
	       nobody == me;
}

static int is(volatile unsigned int *word)
{
	return (int)__atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static void begins(volatile unsigned int *word)
{
	__atomic_store_n(word, 1, __ATOMIC_SEQ_CST);
	call(SYS_futex, (long)word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}

static void ends(volatile unsigned int *word)
{
	__atomic_store_n(word, 0, __ATOMIC_SEQ_CST);
}

/* Waits until it has begun, or the limit is over; `shown` is for who reads /proc/PID/syscall. */
static void await(volatile unsigned int *word, const struct timespec *limit, const void *shown)
{
	while (!is(word))
		if (call(SYS_futex, (long)word, FUTEX_WAIT_PRIVATE, 0, (long)limit, (long)shown, 0) == -ETIMEDOUT)
			break;
}

void rest_begins(void)
{
	begins(&resting);
}

void rest_ends(void)
{
	ends(&resting);
}

EXPORT int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
	static int (*wait)(pthread_cond_t *, pthread_mutex_t *);
	volatile unsigned int *word;
	int result;

	if (!wait)
		wait = (int (*)(pthread_cond_t *, pthread_mutex_t *))dlsym(RTLD_NEXT, "pthread_cond_wait");
	word = !simulated() ? NULL : is_main() ? &waiting : is_processors() ? &resting : NULL;
	if (!word)
		return wait(cond, mutex);
	begins(word);
	result = wait(cond, mutex);
	ends(word);
	/* Both look after they have said: if the main thread has just come out of ppoll, one of them sees the other. */
	while (word == &resting && !is(&waiting)) {
		begins(&resting);
		pthread_mutex_unlock(mutex);
		await(&waiting, NULL, NULL);
		pthread_mutex_lock(mutex);
		ends(&resting);
	}
	return result;
}

/*
 * The host looks for a limit in the main thread's system call (QemuProcess): that is a timer of the host's. So the look
 * that does not wait is not ppoll, and the wait for a turn shows the limit of the ppoll that it stands for.
 */
EXPORT int ppoll(struct pollfd *fds, nfds_t n, const struct timespec *limit, const sigset_t *mask)
{
	int in_turns = simulated() && is_main();
	const struct timespec *timer = limit && (limit->tv_sec || limit->tv_nsec) ? limit : NULL;
	long got = in_turns ? call(SYS_poll, (long)fds, (long)n, 0, 0, 0, 0) : 0;

	if (!got) {
		int waits = in_turns && (timer || !limit);

		if (waits)
			begins(&waiting);
		got = call(SYS_ppoll, (long)fds, (long)n, (long)limit, (long)mask, 8, 0);
		if (waits)
			ends(&waiting);
	}
	if (in_turns && got > 0)
		await(&resting, &late, timer);
	if (got >= 0)
		return (int)got;
	*__errno_location() = (int)-got;
	return -1;
}
