// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * A global FIFO, to be loaded by a program in any language: it takes nothing from its loader, neither
 * numbers of enums nor the size of a dump. Loaded under the GPL, as its licence section says.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

#define SHARED_DSQ 0
#define SLICE_NS 20000000

void BPF_STRUCT_OPS(from_java_enqueue, struct task_struct *p, u64 enq_flags)
{
	scx_bpf_dsq_insert(p, SHARED_DSQ, SLICE_NS, enq_flags);
}

void BPF_STRUCT_OPS(from_java_dispatch, s32 cpu, struct task_struct *prev)
{
	scx_bpf_dsq_move_to_local(SHARED_DSQ, 0);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(from_java_init)
{
	return scx_bpf_create_dsq(SHARED_DSQ, -1);
}

SCX_OPS_DEFINE(from_java_ops,
	       .enqueue		= (void *)from_java_enqueue,
	       .dispatch	= (void *)from_java_dispatch,
	       .init		= (void *)from_java_init,
	       .name		= "from_java");
