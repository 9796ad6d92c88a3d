// SPDX-License-Identifier: Apache-2.0
/*
 * What kt work costs: `make bench-work`, on an idle machine. Comes in: nothing; goes out: one line for each
 * number. CPU time is the base where it can be, so that other load matters little.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "worker.h"

#define ROUNDS 5
#define TURNS 64

static double cpu_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The loop of SpinWait and nothing else. */
static double bare_rate(double seconds)
{
	double begin = cpu_s();
	long units = 0;

	do {
		for (int round = 0; round < 100; round++, units++)
			for (int i = 0; i < TURNS; i++)
				__builtin_ia32_pause();
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

	work_start();
	for (int i = 0; i < ROUNDS; i++) {
		bare = best(bare, bare_rate(0.5));
		looking = best(looking, worker_rate(1000, "type=SpinWait workers=1"));
		blind = best(blind, worker_rate(1000, "type=SpinWait workers=1 looks=0"));
	}
	printf("SpinWait: %.2f %% of a bare loop's iterations (%.0f of %.0f in a CPU second)\n", 100 * looking / bare,
	       looking, bare);
	printf("telemetry: %.2f %% of the CPU (against %.0f without)\n", 100 * (blind - looking) / blind, blind);
}

static void many(void)
{
	uint64_t begin_ns;
	double spawn_ms = 0, stop_ms;

	work_start();
	begin_ns = monotonic_ns();
	for (int i = 0; i < 100; i++)
		work_says("spawned ", "spawn g%d type=Bursty workers=10 arg.burst_ns=1000 arg.sleep_ns=100000000", i);
	work_says("going ", "go");
	spawn_ms = 1e-6 * (double)(monotonic_ns() - begin_ns);
	begin_ns = monotonic_ns();
	work_says("stopped ", "stop");
	stop_ms = 1e-6 * (double)(monotonic_ns() - begin_ns);
	printf("1000 workers in 100 groups: started in %.0f ms, stopped and read in %.0f ms\n", spawn_ms, stop_ms);
}

int main(int argc, char **argv)
{
	static const struct test parts[] = { TEST(loops), TEST(many) };

	return run_tests(parts, sizeof(parts) / sizeof(parts[0]), argc, argv);
}
