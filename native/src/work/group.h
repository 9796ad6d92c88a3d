/* SPDX-License-Identifier: Apache-2.0 */
/* Groups of workers: what they are asked to be, and their processes. */
#ifndef WORK_GROUP_H
#define WORK_GROUP_H

#include "work.h"

/* Shared by all workers: the gate they wait at, and how many have come there. */
struct control {
	uint64_t go_ns;		/* when it was last opened */
	uint32_t gate;		/* tickets up to this one may go */
	uint32_t ready, expected;
};

/* Lets all workers go that wait. */
void gate_open(struct control *control);

enum fate {
	FATE_NONE,
	FATE_RUNS,
	FATE_OVER,
};

struct child {
	pid_t pid;
	enum fate fate;
	int status;
	bool killed;		/* by us, after it did not stop in time */
	uint64_t made_ns;	/* we were back from making it */
};

struct group {
	struct group *next;
	char *id, *cgroup, *text;
	const struct type *type;
	uint64_t arg[PARAMS];
	unsigned int workers, nchildren, nteams;
	bool threads, blind, stopping;
	struct place place;
	uint64_t seed, start_jitter_ns, spin_jitter_pct;
	uint32_t ticket;
	struct control *control;
	unsigned int ncpus;
	size_t slot_size;
	char *slots;		/* in the arena, workers of them */
	struct team *teams;
	struct slot **team_slots;	/* those of all teams, one team after the other */
	struct child *children;	/* one for each worker, or one in all with threads */
};

/* Zeroed memory that all forked from here on share, by whole pages; NULL when there is none. */
void *arena_lend(size_t size);
void arena_return(void *at, size_t size);

/* Reads key=value words into a group; -1 with the fault. */
int group_parse(struct group *group, char **words, unsigned int count, struct fault *fault);
void group_free(struct group *group);

static inline struct slot *group_slot(const struct group *group, unsigned int worker)
{
	return (struct slot *)(group->slots + worker * group->slot_size);
}

/* What workers do with signals, for them to inherit: to say it in each of them is 64 calls and more. */
int group_signals(struct fault *fault);

/* Starts all workers, up to the gate; -1 with the fault, whose text begins with WORKER STAGE ERRNO. */
int group_spawn(struct group *group, struct control *control, struct fault *fault);

/* Takes the child into account if it is of this group. */
struct child *group_reap(struct group *group, pid_t pid, int status);

bool group_runs(const struct group *group);
void group_tell_stop(struct group *group);
void group_signal(const struct group *group, int signal);
void group_kill(struct group *group);

/* All tids of the group that are alive: calls for each until one returns an errno. */
int group_each(struct group *group, int (*what)(struct group *, unsigned int worker, void *), void *data);

/* Each answers with one line: done, pids or failed. The words are key=value. */
void change_affinity(FILE *out, struct group *group, char **words, unsigned int count);
void change_cgroup(FILE *out, struct group *group, char **words, unsigned int count);
void list_tids(FILE *out, const struct group *group);

/* One line of JSON; the iterations of its workers. */
uint64_t report_write(FILE *to, const struct group *group);

#endif
