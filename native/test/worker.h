/* SPDX-License-Identifier: Apache-2.0 */
/* A client of kt work for tests: starts it, asks, takes reports apart. */
#ifndef WORKER_H
#define WORKER_H

#include "support.h"

struct counted {
	int tid, gap_cpu;
	char how[32];
	long long began, ended, iterations, units, cpu_ns, run_ns, delay_ns, slices, voluntary, involuntary,
		migrations, gap_ns, gap_at_ns;
};

struct counts {
	struct counted worker[64];
	int n;
	long long blocked, wake, gap;	/* how many of each */
	long long iterations, units;	/* of all workers */
	char text[1 << 16];
};

pid_t work_start(void);

/* The last line of the answer; reports that came before it are in the counts of the last call. */
__attribute__((format(printf, 1, 2))) char *work_ask(const char *format, ...);
__attribute__((format(printf, 2, 3))) void work_says(const char *want, const char *format, ...);

/* The next line, which nobody asked for: died. */
void work_tells(const char *want);

/* Spawns a group x, lets it go, waits, stops it. */
struct counts *work_run(int ms, const char *words);
struct counts *work_counts(void);
void work_hang_up(void);

/* The nth field of /proc/PID/stat, from 1. */
long long stat_field(pid_t pid, int field);

/* What stands behind the key in a file of /proc/PID. */
char *proc_value(pid_t pid, const char *file, const char *key);

#endif
