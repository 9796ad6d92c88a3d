// SPDX-License-Identifier: Apache-2.0
/*
 * What a worker counts of itself. Comes in: its iterations and waits; goes out: numbers in its slot. The
 * clock is looked at every 150 to 600 us of work, whatever the iteration costs, and at each end of a wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/mempolicy.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "work.h"

#define LOOK_LEAST_NS (150 * 1000)
#define LOOK_MOST_NS (600 * 1000)
#define LOOK_EVERY_MOST (1u << 20)
#define PAGES_ASKED 1024

unsigned int hist_bucket(uint64_t value)
{
	unsigned int shift;

	if (value < HIST_SUB)
		return (unsigned int)value;
	if (value >> (HIST_OCTAVES + HIST_SUB_BITS))
		return HIST_BUCKETS - 1;
	shift = 63u - (unsigned int)__builtin_clzll(value) - HIST_SUB_BITS;
	return (shift + 1) * HIST_SUB + (unsigned int)((value >> shift) - HIST_SUB);
}

void hist_add(struct hist *hist, uint64_t value)
{
	hist->buckets[hist_bucket(value)]++;
	hist->sum += value;
	if (value > hist->max)
		hist->max = value;
	/* Last, so that a reader sees no more than is there. */
	__atomic_store_n(&hist->count, hist->count + 1, __ATOMIC_RELEASE);
}

void hist_merge(struct hist *into, const struct hist *from)
{
	into->count += from->count;
	into->sum += from->sum;
	if (from->max > into->max)
		into->max = from->max;
	for (unsigned int i = 0; from->count && i < HIST_BUCKETS; i++)
		into->buckets[i] += from->buckets[i];
}

static void note_cpu(struct worker *worker, uint64_t active_ns)
{
	struct slot *slot = worker->slot;
	int cpu = sched_getcpu();

	if (cpu < 0 || (unsigned int)cpu >= worker->ncpus)
		return;
	if (slot->cpu >= 0 && slot->cpu != cpu)
		slot->migrations++;
	slot->cpu = cpu;
	/* At least 1, so that a CPU which was seen is not lost. */
	slot->cpus[cpu].active_ns += active_ns + 1;
}

static void note_gap(struct worker *worker, uint64_t ns, uint64_t now_ns)
{
	struct slot *slot = worker->slot;

	hist_add(&slot->gap, ns);
	if (ns <= slot->gap_ns)
		return;
	slot->gap_ns = ns;
	slot->gap_at_ns = now_ns;
	slot->gap_cpu = slot->cpu;
}

static void account(struct worker *worker, uint64_t now_ns)
{
	uint64_t ns = now_ns - worker->last_ns;

	note_cpu(worker, ns);
	note_gap(worker, ns, now_ns);
	worker->last_ns = now_ns;
	worker->since = 0;
}

void look(struct worker *worker)
{
	uint64_t now_ns, ns;

	worker->since = 0;
	if (worker->blind)
		return;
	now_ns = monotonic_ns();
	ns = now_ns - worker->last_ns;
	account(worker, now_ns);
	if (ns < LOOK_LEAST_NS && worker->every < LOOK_EVERY_MOST)
		worker->every *= 2;
	else if (ns > LOOK_MOST_NS && worker->every > 1)
		worker->every /= 2;
}

uint64_t to_wait(struct worker *worker)
{
	account(worker, monotonic_ns());
	worker->waiting = true;
	return worker->last_ns;
}

void waited(struct worker *worker, uint64_t from_ns)
{
	uint64_t now_ns = monotonic_ns();

	hist_add(&worker->slot->blocked, now_ns - from_ns);
	worker->waiting = false;
	worker->last_ns = now_ns;
	worker->since = 0;
	note_cpu(worker, 0);
}

void woken(struct worker *worker, uint64_t from_ns, uint64_t runnable_ns)
{
	waited(worker, from_ns);
	/* An older stamp was there before the wait, which then was none. */
	if (runnable_ns < from_ns || runnable_ns > worker->last_ns)
		return;
	hist_add(&worker->slot->wake, worker->last_ns - runnable_ns);
	note_gap(worker, worker->last_ns - runnable_ns, worker->last_ns);
}

static uint64_t field(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? strtoull(at + strlen(name), NULL, 10) : NOT_MEASURED;
}

/* Not strtoull(): see child() in group.c. */
static uint64_t next_number(const char **at)
{
	uint64_t number = 0;

	while (**at == ' ')
		++*at;
	for (; **at >= '0' && **at <= '9'; ++*at)
		number = number * 10 + (uint64_t)(**at - '0');
	return number;
}

static void read_schedstat(struct usage *usage, const char *path)
{
	char text[128];
	const char *at = text;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	usage->run_ns = usage->delay_ns = usage->slices = NOT_MEASURED;
	if (len <= 0)
		return;
	text[len] = '\0';
	usage->run_ns = next_number(&at);
	usage->delay_ns = next_number(&at);
	usage->slices = next_number(&at);
}

void usage_read(struct usage *usage, pid_t pid, pid_t tid)
{
	struct fault fault;
	char path[64], *text;

	usage->cpu_ns = usage->voluntary = usage->involuntary = NOT_MEASURED;
	snprintf(path, sizeof(path), "/proc/%d/task/%d/schedstat", pid, tid);
	read_schedstat(usage, path);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/status", pid, tid);
	text = read_text(path, 8192, &fault);
	if (text) {
		usage->voluntary = field(text, "\nvoluntary_ctxt_switches:");
		usage->involuntary = field(text, "\nnonvoluntary_ctxt_switches:");
	}
	free(text);
}

static void read_clocks(struct usage *usage)
{
	struct timespec cpu;
	struct rusage rusage;

	usage->cpu_ns = usage->voluntary = usage->involuntary = NOT_MEASURED;
	if (!getrusage(RUSAGE_THREAD, &rusage)) {
		usage->voluntary = (uint64_t)rusage.ru_nvcsw;
		usage->involuntary = (uint64_t)rusage.ru_nivcsw;
	}
	if (!clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu))
		usage->cpu_ns = (uint64_t)cpu.tv_sec * NSEC_PER_SEC + (uint64_t)cpu.tv_nsec;
}

/* With as little of procfs as can be: each directory on the way to a file is made for each worker anew. */
void usage_own(struct usage *usage, bool thread)
{
	read_schedstat(usage, thread ? "/proc/thread-self/schedstat" : "/proc/self/schedstat");
	read_clocks(usage);
}

/*
 * Without procfs, which is a sixth of a worker's start: a process that has never blocked was on a CPU once more than it
 * was taken off one, and if it did not run it waited to. first_delay() in report.c has the time of that.
 */
bool usage_at_gate(struct usage *usage)
{
	read_clocks(usage);
	if (usage->voluntary || usage->cpu_ns == NOT_MEASURED)
		return false;
	usage->run_ns = usage->cpu_ns;
	usage->slices = usage->involuntary + 1;
	return true;
}

void count_pages(struct worker *worker)
{
	size_t all = worker->memory_size / 4096, asked = all < PAGES_ASKED ? all : PAGES_ASKED;
	static _Thread_local void *pages[PAGES_ASKED];
	static _Thread_local int nodes[PAGES_ASKED];

	if (!asked)
		return;
	for (size_t i = 0; i < asked; i++)
		pages[i] = (char *)worker->memory + all * i / asked * 4096;
	/* ENOSYS without NUMA in the kernel. */
	if (syscall(SYS_move_pages, 0, asked, pages, NULL, nodes, 0) < 0)
		return;
	for (size_t i = 0; i < asked; i++)
		if (nodes[i] >= 0 && nodes[i] < 64)
			worker->slot->pages[nodes[i]]++;
	worker->slot->pages_known = 1;
}
