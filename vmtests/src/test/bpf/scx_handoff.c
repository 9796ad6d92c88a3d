// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/* The loader of the scheduler with a bug of order: attaches it, and stays until it is told to end or is ejected. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <scx/common.h>

#include "scx_handoff.bpf.skel.h"

static volatile sig_atomic_t stop;

static void on_signal(int signal)
{
	(void)signal;
	stop = 1;
}

static int print(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_DEBUG ? 0 : vfprintf(stderr, format, args);
}

int main(void)
{
	struct scx_handoff *skel;
	struct bpf_link *link;

	libbpf_set_print(print);
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	skel = SCX_OPS_OPEN(handoff_ops, scx_handoff);
	SCX_OPS_LOAD(skel, handoff_ops, scx_handoff, uei);
	link = SCX_OPS_ATTACH(skel, handoff_ops, scx_handoff);
	while (!stop && !UEI_EXITED(skel, uei))
		usleep(100000);
	bpf_link__destroy(link);
	UEI_REPORT(skel, uei);
	scx_handoff__destroy(skel);
	return 0;
}
