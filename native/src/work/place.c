// SPDX-License-Identifier: Apache-2.0
/*
 * Gives a worker what was asked for: name, memory policy, affinity, nice, policy, user. Comes in: struct
 * place; goes out: a thread that has all of it, or the stage and the errno of what the kernel refused.
 */
#include <errno.h>
#include <linux/mempolicy.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "work.h"

const char *const stage_names[STAGES] = {
	[STAGE_NONE] = "none",		 [STAGE_CLONE] = "clone",   [STAGE_CGROUP] = "cgroup",
	[STAGE_COMM] = "comm",		 [STAGE_MEMPOLICY] = "mempolicy", [STAGE_AFFINITY] = "affinity",
	[STAGE_NICE] = "nice",		 [STAGE_POLICY] = "policy", [STAGE_GID] = "gid",
	[STAGE_UID] = "uid",		 [STAGE_SIGNAL] = "signal", [STAGE_TYPE] = "type",
};

/* As in linux/sched/types.h, which does not go together with sched.h. */
struct attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime_ns, deadline_ns, period_ns;
};

static int refuse(struct slot *slot, enum stage stage, int err)
{
	slot->stage = (int32_t)stage;
	slot->err = err;
	return -1;
}

static int set_policy(const struct place *place)
{
	struct attr attr = {
		.size = sizeof(attr),
		.policy = (uint32_t)place->policy,
		.nice = place->has_nice ? place->nice : 0,
		.priority = place->priority,
		.runtime_ns = place->runtime_ns,
		.deadline_ns = place->deadline_ns,
		.period_ns = place->period_ns,
	};

	return (int)syscall(SYS_sched_setattr, 0, &attr, 0);
}

/* The death of kt work ends us; a change of the user makes the kernel forget that. */
static int still_mortal(void)
{
	return (int)syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
}

int place_process(const struct place *place, struct slot *slot)
{
	/* Not setresgid() of the C library, which would look for threads that a clone has not got. */
	if (place->gid >= 0 &&
	    (syscall(SYS_setresgid, place->gid, place->gid, place->gid) || still_mortal()))
		return refuse(slot, STAGE_GID, errno);
	return 0;
}

int place_thread(const struct place *place, struct slot *slot, unsigned int index)
{
	if (place->comm[0] && prctl(PR_SET_NAME, place->comm))
		return refuse(slot, STAGE_COMM, errno);
	if (place->mem_mode >= 0 &&
	    syscall(SYS_set_mempolicy, place->mem_mode | (int)place->mem_flags,
		    place->mem_nodes ? &place->mem_nodes : NULL, place->mem_nodes ? 65 : 0))
		return refuse(slot, STAGE_MEMPOLICY, errno);
	if (place->ncpu_sets) {
		const char *sets = (const char *)place->cpus;
		const cpu_set_t *set =
			(const cpu_set_t *)(sets + index % place->ncpu_sets * place->cpu_set_size);

		if (sched_setaffinity(0, place->cpu_set_size, set))
			return refuse(slot, STAGE_AFFINITY, errno);
	}
	if (place->has_nice && setpriority(PRIO_PROCESS, 0, place->nice))
		return refuse(slot, STAGE_NICE, errno);
	if (place->policy >= 0 && set_policy(place))
		return refuse(slot, STAGE_POLICY, errno);
	/* Last: it takes the right to all of the above. For this thread alone, as the kernel has it. */
	if (place->uid >= 0 &&
	    (syscall(SYS_setresuid, place->uid, place->uid, place->uid) || still_mortal()))
		return refuse(slot, STAGE_UID, errno);
	return 0;
}

int parse_cpus(const char *text, cpu_set_t *set, size_t size)
{
	CPU_ZERO_S(size, set);
	while (*text) {
		char *end;
		unsigned long first = strtoul(text, &end, 10), last = first;

		if (end == text)
			return -1;
		if (*end == '-') {
			text = end + 1;
			last = strtoul(text, &end, 10);
			if (end == text)
				return -1;
		}
		if (last < first || last >= 8 * size)
			return -1;
		for (unsigned long cpu = first; cpu <= last; cpu++)
			CPU_SET_S(cpu, size, set);
		if (*end && *end != ',')
			return -1;
		text = *end ? end + 1 : end;
	}
	return 0;
}
