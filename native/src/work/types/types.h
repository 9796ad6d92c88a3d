/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of work, and what several of them share. */
#ifndef WORK_TYPES_H
#define WORK_TYPES_H

#include "../work.h"

extern const struct type type_spin_wait, type_yield_heavy, type_mixed, type_alu_hot, type_ipc_variance,
	type_smt_sibling_spin, type_cache_pressure, type_cache_yield, type_page_fault_churn, type_sequence;
extern const struct type type_bursty, type_idle_churn, type_pipe_io, type_cache_pipe, type_futex_ping_pong,
	type_futex_fan_out, type_fan_out_compute, type_wake_chain, type_thundering_herd, type_epoll_storm,
	type_signal_storm, type_asymmetric_waker, type_mutex_contention, type_priority_inversion,
	type_producer_consumer, type_preempt_storm, type_rt_starvation;
extern const struct type type_fork_exit, type_nice_sweep, type_affinity_churn, type_policy_churn,
	type_cross_affinity_churn, type_numa_migration_churn, type_numa_working_set_sweep, type_cgroup_churn,
	type_cgroup_attach_storm;
extern const struct type type_io_sync_write, type_io_rand_read, type_io_convoy, type_custom;

/* --- bell.c: what some of a team wait on and others change */

struct bell {
	uint32_t word;
	uint64_t stamp_ns;	/* when it was changed last */
};

unsigned int team_of_two(const uint64_t *arg);
/* As many others as the first argument says. */
unsigned int team_of_one_and_others(const uint64_t *arg);
size_t bell_size(const uint64_t *arg);

void ring(struct bell *bell, uint64_t listeners);
/* Waits until it has rung since it was heard last. */
void listen_to(struct worker *worker, const struct bell *bell, uint32_t *heard);
/* The loop of pairs whose word is the rank of the one whose turn it is. */
void take_turns(struct worker *worker, uint64_t turns);

/* --- shared.c */

/* A list of CPUs as sysfs writes it. */
int read_cpus(const char *path, cpu_set_t *set, size_t size);

/* The CPUs that the worker may use, and room for one of them. */
struct allowed {
	size_t size;
	int count;
	cpu_set_t *all, *one;
};

/* Into worker->own; 0 or an errno. */
int read_allowed(struct worker *worker);
/* The nth of them, into `one`. */
void choose_allowed(const struct worker *worker, int nth);
void free_allowed(struct worker *worker);

/* 0 or an errno. */
int pin_to(struct worker *worker, int cpu);

/*
 * Opens what worker->text names into worker->number: a block device, or a file that has no name in that
 * directory; with a buffer of a block in worker->memory. 0 or an errno.
 */
int open_disk(struct worker *worker, uint64_t bytes, bool direct);

/* Where this worker's nth block is. */
off_t disk_offset(const struct worker *worker, uint64_t block);

#endif
