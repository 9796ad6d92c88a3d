// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * A scheduler that does one thing wrong when told to: the proof that what is wrong is seen. Without a fault
 * it is a global FIFO. Its programs are loaded into the kernel under the GPL, as their licence section says.
 */
#include <scx/common.bpf.h>

#include "scx_misbehave.h"

char _license[] SEC("license") = "GPL";

#define SHARED_DSQ 0
#define STARVED_DSQ 1
#define NO_SUCH_DSQ 0xbad

const volatile u32 fault;
const volatile char prefix[NAME_LEN];
const volatile char cgroup[NAME_LEN];

bool armed;

UEI_DEFINE(uei);

static bool same(const volatile char *wanted, const char *name, bool whole)
{
	int i;

	bpf_for(i, 0, NAME_LEN) {
		if (!wanted[i])
			return i && (!whole || !name[i]);
		if (wanted[i] != name[i])
			return false;
	}
	return true;
}

static bool chosen(struct task_struct *p)
{
	char name[NAME_LEN] = {};

	bpf_probe_read_kernel(name, sizeof(name), p->comm);
	return same(prefix, name, false);
}

static bool is_cgroup(const char *at)
{
	char name[NAME_LEN] = {};

	return bpf_probe_read_kernel_str(name, sizeof(name), at) > 0 && same(cgroup, name, true);
}

/* In it, or in a leaf right below it, which is where programs of tests are. */
static bool in_cgroup(struct task_struct *p)
{
	return is_cgroup(BPF_CORE_READ(p, cgroups, dfl_cgrp, kn, name)) ||
	       is_cgroup(BPF_CORE_READ(p, cgroups, dfl_cgrp, self.parent, cgroup, kn, name));
}

/* Whether the fault leaves this task to the ordinary way. */
static bool ordinary(struct task_struct *p)
{
	if (!armed)
		return true;
	switch (fault) {
	case FAULT_STALL:
	case FAULT_BAD_DSQ:
		return !chosen(p);
	case FAULT_STARVE:
		return !in_cgroup(p);
	case FAULT_DEGRADE:
	case FAULT_ERROR:
	case FAULT_LEAVE:
		return false;
	default:
		return true;
	}
}

s32 BPF_STRUCT_OPS(misbehave_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	bool is_idle = false;
	s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);

	if (is_idle && ordinary(p))
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, SCX_SLICE_DFL, 0);
	return cpu;
}

void BPF_STRUCT_OPS(misbehave_enqueue, struct task_struct *p, u64 enq_flags)
{
	u64 dsq = SHARED_DSQ;

	if (!ordinary(p)) {
		switch (fault) {
		case FAULT_STALL:
			return;
		case FAULT_ERROR:
			scx_bpf_error("told to fail at %s[%d]", p->comm, p->pid);
			return;
		case FAULT_LEAVE:
			scx_bpf_exit(7, "told to leave");
			break;
		case FAULT_BAD_DSQ:
			dsq = NO_SUCH_DSQ;
			break;
		case FAULT_STARVE:
			dsq = STARVED_DSQ;
			break;
		case FAULT_DEGRADE:
			if (bpf_cpumask_test_cpu(0, p->cpus_ptr))
				dsq = SCX_DSQ_LOCAL_ON | 0;
			break;
		}
	}
	scx_bpf_dsq_insert(p, dsq, SCX_SLICE_DFL, enq_flags);
}

void BPF_STRUCT_OPS(misbehave_dispatch, s32 cpu, struct task_struct *prev)
{
	if (!scx_bpf_dsq_move_to_local(SHARED_DSQ, 0))
		scx_bpf_dsq_move_to_local(STARVED_DSQ, 0);
}

s32 BPF_STRUCT_OPS_SLEEPABLE(misbehave_init)
{
	s32 err = scx_bpf_create_dsq(SHARED_DSQ, -1);

	return err ?: scx_bpf_create_dsq(STARVED_DSQ, -1);
}

void BPF_STRUCT_OPS(misbehave_exit, struct scx_exit_info *ei)
{
	UEI_RECORD(uei, ei);
}

SCX_OPS_DEFINE(misbehave_ops,
	       .select_cpu		= (void *)misbehave_select_cpu,
	       .enqueue			= (void *)misbehave_enqueue,
	       .dispatch		= (void *)misbehave_dispatch,
	       .init			= (void *)misbehave_init,
	       .exit			= (void *)misbehave_exit,
	       .name			= "misbehave");

/* Three programs that no verifier takes. */
void BPF_STRUCT_OPS(reject_enqueue, struct task_struct *p, u64 enq_flags)
{
	u64 *nowhere = (u64 *)enq_flags;

	/* a number used as an address */
	scx_bpf_dsq_insert(p, *nowhere, SCX_SLICE_DFL, enq_flags);
}

SCX_OPS_DEFINE(reject_ops, .enqueue = (void *)reject_enqueue, .name = "reject");

void BPF_STRUCT_OPS(loop_enqueue, struct task_struct *p, u64 enq_flags)
{
	/* without an end, and without anything that changes */
	asm volatile("r1 = 1\n"
		     "1: if r1 != 0 goto 1b\n" ::: "r1");
	scx_bpf_dsq_insert(p, SHARED_DSQ, SCX_SLICE_DFL, enq_flags);
}

SCX_OPS_DEFINE(loop_ops, .enqueue = (void *)loop_enqueue, .name = "loop");

void BPF_STRUCT_OPS(endless_enqueue, struct task_struct *p, u64 enq_flags)
{
	/* with an end, but far beyond what the verifier looks at */
	asm volatile("r1 = 0\n"
		     "2: r1 += 1\n"
		     "if r1 < 0x7fffffff goto 2b\n" ::: "r1");
	scx_bpf_dsq_insert(p, SHARED_DSQ, SCX_SLICE_DFL, enq_flags);
}

SCX_OPS_DEFINE(endless_ops, .enqueue = (void *)endless_enqueue, .name = "endless");
