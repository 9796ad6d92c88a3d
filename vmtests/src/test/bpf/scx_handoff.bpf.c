// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * A small scheduler with a real bug of order, to be found by trying seeds. Tasks wait in one queue. But an urgent one
 * (nice below 0) goes before it, to the head of a short line, if it is more urgent than the one that is there.
 *
 * The bug: the line has five places, and nobody looks whether the last one is free before all move back by one. So
 * six urgent tasks must become runnable one after the other, each more urgent than the one before, while no CPU
 * looks for work; the first of them never runs again, and the kernel's watchdog ejects the scheduler. In any other
 * order one of them waits in the queue, and nothing is lost, however often they wake.
 */
#include <scx/common.bpf.h>

/* The header leaves it to be looked up by a loader (scx_handoff.c has why ours does not); it never changed. */
#undef SCX_KICK_IDLE

char _license[] SEC("license") = "GPL";

#define URGENT_DSQ 0
#define SHARED_DSQ 1
#define PLACES 5
#define SLICE_NS (40 * 1000 * 1000ULL)
#define NORMAL_WEIGHT 100

UEI_DEFINE(uei);

struct line {
	struct bpf_spin_lock lock;
	u32 weight[PLACES];
	s32 pid[PLACES];
};

/* The most urgent first; empty places have no weight. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct line);
} lines SEC(".maps");

static struct line *line(void)
{
	u32 only = 0;

	return bpf_map_lookup_elem(&lines, &only);
}

static bool goes_first(struct line *line, u32 weight, s32 pid)
{
	bool first;

	bpf_spin_lock(&line->lock);
	first = weight > line->weight[0];
	if (first) {
		for (int i = PLACES - 1; i > 0; i--) {
			line->weight[i] = line->weight[i - 1];
			line->pid[i] = line->pid[i - 1];
		}
		line->weight[0] = weight;
		line->pid[0] = pid;
	}
	bpf_spin_unlock(&line->lock);
	return first;
}

static s32 take_first(struct line *line)
{
	s32 pid;

	bpf_spin_lock(&line->lock);
	pid = line->pid[0];
	for (int i = 1; i < PLACES; i++) {
		line->weight[i - 1] = line->weight[i];
		line->pid[i - 1] = line->pid[i];
	}
	line->weight[PLACES - 1] = 0;
	line->pid[PLACES - 1] = 0;
	bpf_spin_unlock(&line->lock);
	return pid;
}

static void goes_away(struct line *line, s32 pid)
{
	bool gone = false;

	bpf_spin_lock(&line->lock);
	for (int i = 0; i < PLACES; i++) {
		gone |= line->pid[i] == pid;
		if (gone) {
			line->weight[i] = i + 1 < PLACES ? line->weight[i + 1] : 0;
			line->pid[i] = i + 1 < PLACES ? line->pid[i + 1] : 0;
		}
	}
	bpf_spin_unlock(&line->lock);
}

void BPF_STRUCT_OPS(handoff_enqueue, struct task_struct *p, u64 enq_flags)
{
	u32 weight = p->scx.weight;
	struct line *urgent = line();
	s32 cpu;

	if (weight <= NORMAL_WEIGHT || p->flags & PF_KTHREAD || !urgent || !goes_first(urgent, weight, p->pid))
		scx_bpf_dsq_insert(p, SHARED_DSQ, SLICE_NS, enq_flags);
	cpu = scx_bpf_pick_idle_cpu(p->cpus_ptr, 0);
	if (cpu >= 0)
		scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
}

/* A task that gets another nice value while it runs is enqueued and taken away again. */
void BPF_STRUCT_OPS(handoff_dequeue, struct task_struct *p, u64 deq_flags)
{
	struct line *urgent = line();

	if (urgent)
		goes_away(urgent, p->pid);
}

void BPF_STRUCT_OPS(handoff_dispatch, s32 cpu, struct task_struct *prev)
{
	struct line *urgent = line();
	s32 pid = urgent ? take_first(urgent) : 0;
	struct task_struct *p = pid ? bpf_task_from_pid(pid) : NULL;

	if (p) {
		scx_bpf_dsq_insert(p, URGENT_DSQ, SLICE_NS, 0);
		bpf_task_release(p);
	}
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
	       .dequeue		= (void *)handoff_dequeue,
	       .dispatch	= (void *)handoff_dispatch,
	       .init		= (void *)handoff_init,
	       .exit		= (void *)handoff_exit,
	       .timeout_ms	= 300,
	       .name		= "handoff");
