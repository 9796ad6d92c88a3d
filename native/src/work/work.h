/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of `kt work`: role.c serves a client, group.c starts and stops workers, change.c changes them,
 * place.c gives them policy, affinity and the rest, measure.c counts, waits.c blocks, load.c computes,
 * report.c tells, table.c knows the types, arena.c has the memory they share.
 *
 * A worker is a process or a thread that repeats one loop until it is told to stop. All it counts lies in a
 * slot of memory shared with `kt work`, so that a worker which is killed has lost nothing.
 */
#ifndef WORK_H
#define WORK_H

#include <sched.h>
#include <stdio.h>

#include "../kt.h"

#define PARAMS 8
#define TEAM_FDS 64
#define NOT_MEASURED (~0ull)

/*
 * Counts by size: values below 32 exactly, above it 32 buckets for each power of two, so that a bucket is at
 * most 3.2 % wide. The same numbers are in org.ktstr4j.scenario.stats.Histogram.
 */
#define HIST_SUB 32
#define HIST_SUB_BITS 5
#define HIST_OCTAVES 38		/* up to 2^43 ns, which is 2.4 hours; what is longer counts as that */
#define HIST_BUCKETS ((HIST_OCTAVES + 1) * HIST_SUB)

struct hist {
	uint64_t count, sum, max;
	uint32_t buckets[HIST_BUCKETS];
};

unsigned int hist_bucket(uint64_t value);
void hist_add(struct hist *hist, uint64_t value);
void hist_merge(struct hist *into, const struct hist *from);

/* What the kernel says of a task; NOT_MEASURED where it does not. */
struct usage {
	uint64_t cpu_ns;	/* CLOCK_THREAD_CPUTIME_ID */
	uint64_t run_ns, delay_ns, slices;	/* schedstat */
	uint64_t voluntary, involuntary;	/* status */
};

enum state {
	STATE_FORKED,
	STATE_READY,		/* placed, waiting for go */
	STATE_RUNNING,
	STATE_ENDED,		/* by its own will or as told */
	STATE_FAILED,		/* could not be placed: stage and err */
};

/* The stages of a start that can fail; names are in place.c. */
enum stage {
	STAGE_NONE,
	STAGE_CLONE,
	STAGE_CGROUP,
	STAGE_COMM,
	STAGE_MEMPOLICY,
	STAGE_AFFINITY,
	STAGE_NICE,
	STAGE_POLICY,
	STAGE_GID,
	STAGE_UID,
	STAGE_SIGNAL,
	STAGE_TYPE,		/* the type's own preparations */
	STAGES,
};

extern const char *const stage_names[STAGES];

/* Time on one CPU, as the worker saw it. */
struct on_cpu {
	uint64_t active_ns;	/* between two looks at the clock, waits left out */
};

/* One worker's part of the shared memory; written by the worker, `stop` by kt work. */
struct slot {
	_Alignas(64) uint32_t stop;
	uint32_t state;
	int32_t tid, stage, err;
	uint64_t began_ns, ended_ns;	/* CLOCK_MONOTONIC; 0: not yet */
	uint64_t born_ns, ready_ns;	/* its first instruction, and the gate; 0: a thread */
	uint64_t iterations, units;
	uint64_t migrations;
	uint64_t gap_ns, gap_at_ns;	/* the longest, and when it ended */
	int32_t gap_cpu, cpu;
	uint64_t pages[64];		/* of its own memory, by node; asked at the end */
	uint64_t pages_known;
	struct usage first, last;
	struct hist blocked, wake, gap;
	struct on_cpu cpus[];		/* ncpus of them */
};

struct worker;
struct team;

struct param {
	const char *name;
	uint64_t otherwise;	/* the default */
};

/* A kind of work. */
struct type {
	const char *name;
	struct param params[PARAMS];	/* the end has no name */
	/* How many workers belong together; NULL: each is alone. */
	unsigned int (*team)(const uint64_t *arg);
	/* Bytes that a team shares beside the rest, zeroed; NULL: none. */
	size_t (*shared)(const uint64_t *arg);
	/* Makes what the team shares and cannot be made after the fork: pipes and the like, into team->fds. */
	int (*open)(struct team *team, const uint64_t *arg, struct fault *fault);
	/* Before go, in the worker; an errno when the work cannot be done. */
	int (*prepare)(struct worker *worker);
	/* The loop, until going() says no. */
	void (*run)(struct worker *worker);
	bool process_only;	/* makes no sense as a thread */
	bool program;		/* becomes another program, which SIGTERM ends */
};

extern const struct type *const types[];

const struct type *type_find(const char *name);
int type_list(FILE *to);

/* Workers that belong together. */
struct team {
	unsigned int size, index;
	int nfds, fds[TEAM_FDS];
	void *shared;
	struct slot **slots;	/* size of them */
};

/* What a worker knows; its own memory. */
struct worker {
	struct slot *slot;
	struct team *team;
	const uint64_t *arg;
	const char *text;	/* the argument that is no number, or NULL */
	const char *cgroup;	/* where it was started, or NULL */
	unsigned int index;	/* in the group, from 0 */
	unsigned int rank;	/* in the team, from 0 */
	unsigned int ncpus;
	uint64_t random;	/* state of the generator */
	uint64_t jitter_pct;	/* how much spins vary */
	uint64_t last_ns;	/* the last look at the clock */
	uint32_t since, every;	/* iterations since then, and between two */
	bool blind;		/* no looks: for the bench */
	bool waiting;		/* between to_wait() and its end */
	void *memory;		/* its own, for types that use some */
	size_t memory_size;
	void *own;		/* whatever prepare() made: memory, */
	uint64_t number;	/* descriptors and the like, */
	uint64_t stripe;	/* a place on a disk */
};

/* How workers are to be placed. */
struct place {
	char comm[16];
	int policy;		/* -1: as it comes */
	int nice;
	bool has_nice;
	unsigned int priority;
	uint64_t runtime_ns, deadline_ns, period_ns;
	int mem_mode;		/* -1: as it comes */
	unsigned int mem_flags;
	uint64_t mem_nodes;
	int64_t uid, gid;	/* -1: as it comes */
	cpu_set_t *cpus;	/* ncpu_sets of them, dealt out in turn; NULL: as it comes */
	size_t cpu_set_size;
	unsigned int ncpu_sets;
};

/* Gives the calling thread all of it; on failure stage and err of the slot say what. */
int place_process(const struct place *place, struct slot *slot);
int place_thread(const struct place *place, struct slot *slot, unsigned int index);

/* Reads a list such as 0-3,8 into a set of that size. */
int parse_cpus(const char *text, cpu_set_t *set, size_t size);

/* --- measure.c: for the loops of the types */

static inline bool going(const struct worker *worker)
{
	return !__atomic_load_n(&worker->slot->stop, __ATOMIC_RELAXED);
}

/* Looks at the clock and the CPU, and how long it has been since the last time. */
void look(struct worker *worker);

static inline void done_several(struct worker *worker, uint32_t iterations, uint64_t units)
{
	struct slot *slot = worker->slot;

	__atomic_store_n(&slot->iterations, slot->iterations + iterations, __ATOMIC_RELAXED);
	__atomic_store_n(&slot->units, slot->units + units, __ATOMIC_RELAXED);
	worker->since += iterations;
	if (worker->since >= worker->every)
		look(worker);
}

/* One iteration is done, which was so many units of work. */
static inline void done(struct worker *worker, uint64_t units)
{
	done_several(worker, 1, units);
}

/* The worker goes to wait now; {} a time for the calls below. */
uint64_t to_wait(struct worker *worker);

/* It is back: how long it was blocked since `from_ns`. */
void waited(struct worker *worker, uint64_t from_ns);

/* The same, and the moment at which it could have run: the waker's stamp, or the timer's target. */
void woken(struct worker *worker, uint64_t from_ns, uint64_t runnable_ns);

void usage_read(struct usage *usage, pid_t pid, pid_t tid);
void usage_own(struct usage *usage, bool thread);

/* The same as a process comes to the gate; false if it takes more than to ask itself. */
bool usage_at_gate(struct usage *usage);

/* Where the worker's memory lies, by node. */
void count_pages(struct worker *worker);

/* --- waits.c: all of them end when the worker is told to stop */

/* Sleeps until the time has come. */
void nap_until(struct worker *worker, uint64_t target_ns);
void nap(struct worker *worker, uint64_t ns);

/* Waits while the word has that value; the time of the wait's begin, 0 if there was none. */
uint64_t wait_while(struct worker *worker, const uint32_t *word, uint32_t value);
/* Wakes so many of those who wait on the word; how many there were. */
long wake(uint32_t *word, int count);

/* Reads or writes all of it; -1 when told to stop or the other end is gone. */
int get(struct worker *worker, int fd, void *bytes, size_t len);
int put(struct worker *worker, int fd, const void *bytes, size_t len);

/* A message that says when it was sent; receive() notes the wait. */
int send_stamp(struct worker *worker, int fd);
int receive_stamp(struct worker *worker, int fd);

int open_pipes(struct team *team, unsigned int count, struct fault *fault);

/* --- load.c: work on the CPU */

/* So many turns, more or less by the group's jitter. */
uint64_t varied(struct worker *worker, uint64_t turns);
/* So many turns of a loop that nobody can shorten, varied. */
void spin(struct worker *worker, uint64_t turns);
/* The same with the pause instruction, as a lock's waiter does it. */
void spin_wait(struct worker *worker, uint64_t turns);
/* Ends the spin_wait() that this thread is in; for a signal's handler. */
void spin_end(void);
/* Spins for a time, looking at the clock. */
void spin_for(struct worker *worker, uint64_t ns);
/* Independent multiplications. */
uint64_t multiply(uint64_t seed, uint64_t turns);
/* Reads and writes every cache line of the worker's memory with a stride. */
void stride(struct worker *worker, uint64_t lines, uint64_t step);
uint64_t random_next(struct worker *worker);
/* Memory of its own for prepare(); 0 or an errno. */
int own_memory(struct worker *worker, size_t bytes);

#endif
