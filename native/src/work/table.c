// SPDX-License-Identifier: Apache-2.0
/* The kinds of work that there are: each is in a file of its own in types/. */
#include <string.h>

#include "types/types.h"

const struct type *const types[] = {
	&type_spin_wait,
	&type_yield_heavy,
	&type_mixed,
	&type_alu_hot,
	&type_ipc_variance,
	&type_smt_sibling_spin,
	&type_cache_pressure,
	&type_cache_yield,
	&type_page_fault_churn,
	&type_sequence,
	&type_bursty,
	&type_idle_churn,
	&type_pipe_io,
	&type_cache_pipe,
	&type_futex_ping_pong,
	&type_futex_fan_out,
	&type_fan_out_compute,
	&type_wake_chain,
	&type_thundering_herd,
	&type_epoll_storm,
	&type_signal_storm,
	&type_asymmetric_waker,
	&type_mutex_contention,
	&type_priority_inversion,
	&type_producer_consumer,
	&type_preempt_storm,
	&type_rt_starvation,
	&type_fork_exit,
	&type_nice_sweep,
	&type_affinity_churn,
	&type_policy_churn,
	&type_cross_affinity_churn,
	&type_numa_migration_churn,
	&type_numa_working_set_sweep,
	&type_cgroup_churn,
	&type_cgroup_attach_storm,
	&type_io_sync_write,
	&type_io_rand_read,
	&type_io_convoy,
	&type_custom,
	NULL,
};

const struct type *type_find(const char *name)
{
	for (const struct type *const *type = types; *type; type++)
		if (!strcmp((*type)->name, name))
			return *type;
	return NULL;
}

/* One line each: name, parameters with their defaults. */
int type_list(FILE *to)
{
	for (const struct type *const *type = types; *type; type++) {
		const struct param *param = (*type)->params;

		fputs((*type)->name, to);
		for (int i = 0; i < PARAMS && param[i].name; i++)
			fprintf(to, " %s=%llu", param[i].name, (unsigned long long)param[i].otherwise);
		fputc('\n', to);
	}
	return 0;
}
