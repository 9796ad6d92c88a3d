// SPDX-License-Identifier: Apache-2.0
/*
 * What kt work costs: `make bench-work`, on an idle machine. Comes in: BENCH_ROUNDS and BENCH_MS of the
 * environment, for guests whose clock counts instructions, where one short round says all; goes out: one line for
 * each number. CPU time is the base where it can be, so that other load matters little.
 */
#include <limits.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker.h"

#define TURNS 64
#define BARE_LOOK 4096		/* units; a look at the clock takes as long as 10 to 20 */
#define MANY 1000
#define IN_GROUP 10

static int setting(const char *name, int otherwise)
{
	const char *value = getenv(name);

	return value ? atoi(value) : otherwise;
}

static double cpu_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The loop of SpinWait and nothing else, in which it stays as long as it can. */
static double bare_rate(double seconds)
{
	double begin = cpu_s();
	long units = 0;

	do {
		for (long i = BARE_LOOK * TURNS; i; i--)
			__builtin_ia32_pause();
		units += BARE_LOOK;
	} while (cpu_s() - begin < seconds);
	return (double)units / (cpu_s() - begin);
}

static double worker_rate(int ms, const char *words)
{
	const struct counts *counts = work_run(ms, words);

	return 1e9 * (double)counts->units / (double)counts->worker[0].cpu_ns;
}

static double best(double a, double b)
{
	return a > b ? a : b;
}

static void loops(void)
{
	double bare = 0, looking = 0, blind = 0;
	int rounds = setting("BENCH_ROUNDS", 5), ms = setting("BENCH_MS", 1000);

	work_start();
	for (int i = 0; i < rounds; i++) {
		bare = best(bare, bare_rate(ms / 2000.0));
		looking = best(looking, worker_rate(ms, "type=SpinWait workers=1"));
		blind = best(blind, worker_rate(ms, "type=SpinWait workers=1 looks=0"));
	}
	printf("SpinWait: %.2f %% of a bare loop's iterations (%.0f of %.0f in a CPU second)\n", 100 * looking / bare,
	       looking, bare);
	printf("telemetry: %.2f %% of the CPU (against %.0f without)\n", 100 * (blind - looking) / blind, blind);
}

static double since_ms(uint64_t begin_ns)
{
	return 1e-6 * (double)(monotonic_ns() - begin_ns);
}

/* The gate of kt work and nothing else: how many are there, and a word they wait on. */
static _Noreturn void bare_worker(uint32_t *gate)
{
	__atomic_add_fetch(&gate[1], 1, __ATOMIC_ACQ_REL);
	syscall(SYS_futex, &gate[1], FUTEX_WAKE, 1, NULL, NULL, 0);
	while (!__atomic_load_n(&gate[0], __ATOMIC_ACQUIRE))
		syscall(SYS_futex, &gate[0], FUTEX_WAIT, 0, NULL, NULL, 0);
	_exit(0);
}

/* The same processes without kt work, ten at a time: what the kernel takes for them. */
static double bare_start_ms(bool gated)
{
	const struct sched_param urgent = { .sched_priority = sched_get_priority_max(SCHED_FIFO) };
	uint32_t *gate = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint64_t begin_ns;
	double ms;

	expect(gate != MAP_FAILED, "no memory");
	/* As kt work runs, where that is allowed. */
	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &urgent);
	begin_ns = monotonic_ns();
	for (uint32_t i = 1, there; i <= MANY; i++) {
		struct clone_args args = { .exit_signal = SIGCHLD };
		long pid = syscall(SYS_clone3, &args, sizeof(args));

		expect(pid >= 0, "clone3 does not work here");
		if (!pid && !gated)
			_exit(0);
		if (!pid)
			bare_worker(gate);
		if (!gated)
			waitpid((pid_t)pid, NULL, 0);
		while (gated && i % IN_GROUP == 0 && (there = __atomic_load_n(&gate[1], __ATOMIC_ACQUIRE)) < i)
			syscall(SYS_futex, &gate[1], FUTEX_WAIT, there, NULL, NULL, 0);
	}
	ms = since_ms(begin_ns);
	__atomic_store_n(&gate[0], 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &gate[0], FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
	while (wait(NULL) > 0)
		;
	munmap(gate, 4096);
	sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){ 0 });
	return ms;
}

static void many(void)
{
	double gated_ms, exited_ms, start_ms, stop_ms;
	uint64_t begin_ns;

	/* Before there is another child to be waited for. */
	gated_ms = bare_start_ms(true);
	exited_ms = bare_start_ms(false);
	work_start();
	begin_ns = monotonic_ns();
	for (int i = 0; i < MANY / IN_GROUP; i++)
		work_says("spawned ", "spawn g%d type=Bursty workers=%d arg.burst_ns=1000 arg.sleep_ns=100000000", i,
			  IN_GROUP);
	/* All are at the gate, which opens then; when we hear of it is a matter of what they do. */
	start_ms = 1e-6 * (double)(strtoull(work_ask("go") + strlen("going "), NULL, 10) - begin_ns);
	begin_ns = monotonic_ns();
	work_says("stopped ", "stop");
	stop_ms = since_ms(begin_ns);
	printf("%d workers in %d groups: started in %.0f ms, stopped and read in %.0f ms\n", MANY, MANY / IN_GROUP,
	       start_ms, stop_ms);
	printf("%d bare processes to a gate in %.0f ms, from clone3 to exit in %.0f ms\n", MANY, gated_ms, exited_ms);
}

int main(int argc, char **argv)
{
	static const struct test parts[] = { TEST(loops), TEST(many) };

	return run_tests(parts, sizeof(parts) / sizeof(parts[0]), argc, argv);
}
