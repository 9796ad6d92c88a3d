// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * The loader of the scheduler with a bug of order: attaches it, and stays until it is told to end or is ejected.
 *
 * It is started once for each seed that is tried, and does without what SCX_OPS_OPEN() looks up in the kernel's
 * types (constants, optional members) and without the probe that SCX_OPS_ATTACH() attaches: this scheduler uses
 * neither, and they cost an emulated guest most of a second.
 */
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
	skel = scx_handoff__open();
	SCX_BUG_ON(!skel, "open the scheduler's object");
	skel->struct_ops.handoff_ops->hotplug_seq = scx_hotplug_seq();
	bpf_program__set_autoload(skel->progs.scx_lib_init_probe, false);
	UEI_SET_SIZE(skel, handoff_ops, uei);
	SCX_BUG_ON(scx_handoff__load(skel), "load the scheduler's programs");
	link = bpf_map__attach_struct_ops(skel->maps.handoff_ops);
	SCX_BUG_ON(!link, "attach the scheduler");
	while (!stop && !UEI_EXITED(skel, uei))
		usleep(100000);
	bpf_link__destroy(link);
	UEI_REPORT(skel, uei);
	scx_handoff__destroy(skel);
	return 0;
}
