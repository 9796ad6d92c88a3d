// SPDX-License-Identifier: Apache-2.0
/*
 * The turns of QEMU's main thread and the thread of its processors. preload/turns.c is linked into this program, where
 * it stands before the C library as it does in QEMU: main() is the main thread, another one plays the processors.
 */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "support.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_cond_t other = PTHREAD_COND_INITIALIZER;
static int told;	     /* the eventfd that tells the main thread something */
static bool go, for_long;    /* under the lock */
static atomic_bool there, working;
static atomic_int turns;

static void sleep_ms(long ms)
{
	nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void tell(void)
{
	eventfd_write(told, 1);
}

/* Each turn tells the main thread at its begin, as a timer of the guest's does, and works on. */
static void *processors(void *unused)
{
	pthread_mutex_lock(&lock);
	atomic_store(&there, true);
	for (;;) {
		while (!go)
			pthread_cond_wait(&cond, &lock);
		go = false;
		pthread_mutex_unlock(&lock);
		atomic_store(&working, true);
		atomic_fetch_add(&turns, 1);
		tell();
		sleep_ms(for_long ? 5000 : 100);
		atomic_store(&working, false);
		pthread_mutex_lock(&lock);
	}
	return unused;
}

static void begin(bool simulated)
{
	pthread_t thread;

	if (simulated)
		setenv("KTSTR_FREEZE", "1", 1);
	told = eventfd(0, 0);
	expect(told >= 0 && !pthread_create(&thread, NULL, processors, NULL), "no thread");
	while (!atomic_load(&there))
		sleep_ms(1);
}

static void kick(void)
{
	pthread_mutex_lock(&lock);
	go = true;
	pthread_cond_broadcast(&cond);
	pthread_mutex_unlock(&lock);
}

static int wait_told(void)
{
	struct pollfd fd = { .fd = told, .events = POLLIN };
	eventfd_t value;
	int got = ppoll(&fd, 1, NULL, NULL);

	if (got > 0)
		eventfd_read(told, &value);
	return got;
}

static void the_main_thread_stays_until_the_processors_rest(void)
{
	begin(true);
	for (int turn = 1; turn <= 5; turn++) {
		kick();
		expect(wait_told() == 1, "was not told");
		expect(!atomic_load(&working), "the processors work");
		expect(atomic_load(&turns) == turn, "%d turns", turns);
	}
}

static void the_processors_wait_until_the_main_thread_has_nothing_to_do(void)
{
	begin(true);
	tell();
	kick();
	sleep_ms(50);
	expect(!atomic_load(&turns), "they went on while the main thread worked");
	expect(wait_told() == 1, "was not told");
	sleep_ms(50);
	expect(!atomic_load(&turns), "they went on before the main thread waited");
	expect(wait_told() == 1, "was not told");
	expect(atomic_load(&turns) == 1, "%d turns", turns);
}

static void where_they_never_rest_it_comes_through_late(void)
{
	long from;

	begin(true);
	for_long = true;
	from = now_ms();
	kick();
	expect(wait_told() == 1, "was not told");
	expect(atomic_load(&working), "the processors rest");
	expect(now_ms() - from >= 1000, "after %ld ms", now_ms() - from);
}

/* That of a migration, say: it waits, and goes on, while the processors rest. */
static void *another(void *unused)
{
	pthread_mutex_lock(&lock);
	while (!go)
		pthread_cond_wait(&other, &lock);
	pthread_mutex_unlock(&lock);
	tell();
	return unused;
}

static void a_thread_beside_the_processors_takes_no_turns(void)
{
	pthread_t thread;
	long from;

	begin(true);
	sleep_ms(50);
	expect(!pthread_create(&thread, NULL, another, NULL), "no thread");
	sleep_ms(50);
	from = now_ms();
	pthread_mutex_lock(&lock);
	go = true;
	pthread_cond_broadcast(&other);
	pthread_mutex_unlock(&lock);
	expect(wait_told() == 1, "was not told");
	expect(now_ms() - from < 1000, "the main thread waited for a thread that has no turns");
}

static void without_simulation_there_are_no_turns(void)
{
	begin(false);
	kick();
	expect(wait_told() == 1, "was not told");
	expect(atomic_load(&working), "the processors rest");
}

int main(int argc, char **argv)
{
	static const struct test tests[] = {
		TEST(the_main_thread_stays_until_the_processors_rest),
		TEST(the_processors_wait_until_the_main_thread_has_nothing_to_do),
		TEST(where_they_never_rest_it_comes_through_late),
		TEST(a_thread_beside_the_processors_takes_no_turns),
		TEST(without_simulation_there_are_no_turns),
	};

	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
