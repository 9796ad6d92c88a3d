// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * A small scheduler with a real bug of order, to be found by trying seeds. Ordinary tasks wait in one queue. An
 * urgent one (nice below 0) goes to a slot for the task that is next; one that is there already moves to a second
 * slot, and from there to the backlog as soon as an ordinary task becomes runnable.
 *
 * The bug: what moves to the second slot overwrites what is there. So three urgent tasks must become runnable one
 * after the other, with no ordinary one and no dispatch in between; the first of them never runs again, and the
 * kernel's watchdog ejects the scheduler. Two of them, or three with an ordinary one between the last two, do no
 * harm, however often.
 */
#include <scx/common.bpf.h>

/* The header leaves these to be looked up by a loader (scx_handoff.c has why ours does not); they never changed. */
#undef SCX_SLICE_DFL
#undef SCX_KICK_IDLE

char _license[] SEC("license") = "GPL";

#define URGENT_DSQ 0
#define SHARED_DSQ 1
#define NORMAL_WEIGHT 100

UEI_DEFINE(uei);

static s32 next, second;

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4096);
	__type(value, s32);
} backlog SEC(".maps");

static s32 take(s32 *slot)
{
	return __sync_lock_test_and_set(slot, 0);
}

static bool dispatched(s32 pid)
{
	struct task_struct *p = pid ? bpf_task_from_pid(pid) : NULL;

	if (!p)
		return false;
	scx_bpf_dsq_insert(p, URGENT_DSQ, SCX_SLICE_DFL, 0);
	bpf_task_release(p);
	return true;
}

void BPF_STRUCT_OPS(handoff_enqueue, struct task_struct *p, u64 enq_flags)
{
	s32 displaced, cpu;

	if (p->scx.weight > NORMAL_WEIGHT && !(p->flags & PF_KTHREAD)) {
		displaced = __sync_lock_test_and_set(&next, p->pid);
		if (displaced)
			second = displaced;
	} else {
		displaced = take(&second);
		if (displaced)
			bpf_map_push_elem(&backlog, &displaced, 0);
		scx_bpf_dsq_insert(p, SHARED_DSQ, SCX_SLICE_DFL, enq_flags);
	}
	cpu = scx_bpf_pick_idle_cpu(p->cpus_ptr, 0);
	if (cpu >= 0)
		scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
}

void BPF_STRUCT_OPS(handoff_dispatch, s32 cpu, struct task_struct *prev)
{
	s32 pid;

	if (!dispatched(take(&next)) && !dispatched(take(&second)) && !bpf_map_pop_elem(&backlog, &pid))
		dispatched(pid);
	if (!scx_bpf_dsq_move_to_local(URGENT_DSQ, 0))
		scx_bpf_dsq_move_to_local(SHARED_DSQ, 0);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(handoff_init)
{
	s32 error = scx_bpf_create_dsq(URGENT_DSQ, -1);

	return error ?: scx_bpf_create_dsq(SHARED_DSQ, -1);
}

void BPF_STRUCT_OPS(handoff_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(handoff_ops,
	       .enqueue		= (void *)handoff_enqueue,
	       .dispatch	= (void *)handoff_dispatch,
	       .init		= (void *)handoff_init,
	       .exit		= (void *)handoff_exit,
	       .timeout_ms	= 300,
	       .name		= "handoff");
