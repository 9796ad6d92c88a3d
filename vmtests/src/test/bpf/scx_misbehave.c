// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only
/*
 * The loader of a scheduler that does one thing wrong. Comes in: what, and when, as arguments (see usage);
 * goes out: a line when it is attached, the kernel's account when it is not any more.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <scx/common.h>

#include "scx_misbehave.h"
#include "scx_misbehave.bpf.skel.h"

#define PIN "/sys/fs/bpf/misbehave"

static const char usage[] =
	"usage: scx_misbehave [OPTION...]\n"
	"  --after MS          misbehave this long after attaching (default 0)\n"
	"  --timeout MS        watchdog: how long a task may wait (default: the kernel's)\n"
	"In the kernel:\n"
	"  --stall PREFIX      never run tasks whose name begins so\n"
	"  --bad-dsq PREFIX    put them into a queue that does not exist\n"
	"  --error, --leave    scx_bpf_error(), scx_bpf_exit()\n"
	"  --degrade           run everything on CPU 0\n"
	"  --starve CGROUP     run tasks of this cgroup only when nothing else wants to\n"
	"Before it is loaded:\n"
	"  --reject, --loop, --endless  a program with a wild pointer, an infinite loop, too long a loop\n"
	"  --no-attach         load and wait; --exit-early CODE: end instead\n"
	"The loader itself:\n"
	"  --crash             abort()\n"
	"  --exit CODE         detach and end\n"
	"  --hang              do not react to SIGTERM\n"
	"  --pin               leave the scheduler behind, attached\n";

struct options {
	unsigned int after_ms, timeout_ms;
	enum fault fault;
	const char *prefix, *cgroup, *verifier;
	bool no_attach, crash, hang, pin;
	int exit_early, exit;
};

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

static bool parse(struct options *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "after", 1, NULL, 'a' },	{ "timeout", 1, NULL, 't' },
		{ "stall", 1, NULL, 's' },	{ "bad-dsq", 1, NULL, 'b' },
		{ "error", 0, NULL, 'e' },	{ "leave", 0, NULL, 'l' },
		{ "degrade", 0, NULL, 'd' },	{ "starve", 1, NULL, 'c' },
		{ "reject", 0, NULL, 'R' },	{ "loop", 0, NULL, 'L' },
		{ "endless", 0, NULL, 'E' },	{ "no-attach", 0, NULL, 'N' },
		{ "exit-early", 1, NULL, 'x' }, { "crash", 0, NULL, 'C' },
		{ "exit", 1, NULL, 'X' },	{ "hang", 0, NULL, 'H' },
		{ "pin", 0, NULL, 'P' },	{ 0 },
	};
	int option;

	*o = (struct options){ .prefix = "", .cgroup = "", .exit_early = -1, .exit = -1 };
	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		switch (option) {
		case 'a': o->after_ms = (unsigned int)atoi(optarg); break;
		case 't': o->timeout_ms = (unsigned int)atoi(optarg); break;
		case 's': o->fault = FAULT_STALL; o->prefix = optarg; break;
		case 'b': o->fault = FAULT_BAD_DSQ; o->prefix = optarg; break;
		case 'e': o->fault = FAULT_ERROR; break;
		case 'l': o->fault = FAULT_LEAVE; break;
		case 'd': o->fault = FAULT_DEGRADE; break;
		case 'c': o->fault = FAULT_STARVE; o->cgroup = optarg; break;
		case 'R': o->verifier = "reject_ops"; break;
		case 'L': o->verifier = "loop_ops"; break;
		case 'E': o->verifier = "endless_ops"; break;
		case 'N': o->no_attach = true; break;
		case 'x': o->exit_early = atoi(optarg); break;
		case 'C': o->crash = true; break;
		case 'X': o->exit = atoi(optarg); break;
		case 'H': o->hang = true; break;
		case 'P': o->pin = true; break;
		default: return false;
		}
	}
	return optind == argc;
}

/* Of the four schedulers in the object, one is loaded. */
static void choose(struct scx_misbehave *skel, const char *ops)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, skel->obj)
		if (bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS && strcmp(bpf_map__name(map), ops))
			bpf_map__set_autocreate(map, false);
}

static void sleep_ms(unsigned int ms)
{
	struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

	while (!stop && nanosleep(&left, &left) && errno == EINTR)
		;
}

static int run(struct scx_misbehave *skel, const struct options *o)
{
	struct bpf_link *link = SCX_OPS_ATTACH(skel, misbehave_ops, scx_misbehave);

	puts("attached");
	fflush(stdout);
	if (o->pin && bpf_link__pin(link, PIN))
		perror("pin " PIN);
	sleep_ms(o->after_ms);
	skel->bss->armed = true;
	if (o->crash && !stop)
		abort();
	while (!stop && !UEI_EXITED(skel, uei) && o->exit < 0)
		sleep_ms(20);
	bpf_link__destroy(link);
	UEI_REPORT(skel, uei);
	return o->exit < 0 ? 0 : o->exit;
}

int main(int argc, char **argv)
{
	struct scx_misbehave *skel;
	struct options o;
	int code;

	if (!parse(&o, argc, argv)) {
		fputs(usage, stderr);
		return 64;
	}
	libbpf_set_print(print);
	signal(SIGINT, o.hang ? SIG_IGN : on_signal);
	signal(SIGTERM, o.hang ? SIG_IGN : on_signal);
	if (o.exit_early >= 0) {
		fputs("told to end before attaching\n", stderr);
		return o.exit_early;
	}
	skel = SCX_OPS_OPEN(misbehave_ops, scx_misbehave);
	skel->rodata->fault = o.fault;
	strncpy((char *)skel->rodata->prefix, o.prefix, NAME_LEN - 1);
	strncpy((char *)skel->rodata->cgroup, o.cgroup, NAME_LEN - 1);
	skel->struct_ops.misbehave_ops->timeout_ms = o.timeout_ms;
	choose(skel, o.verifier ? o.verifier : "misbehave_ops");
	if (o.verifier) {
		code = scx_misbehave__load(skel);
		fprintf(stderr, "load %s: %d\n", o.verifier, code);
		return 1;
	}
	SCX_OPS_LOAD(skel, misbehave_ops, scx_misbehave, uei);
	while (o.no_attach && !stop)
		sleep_ms(1000);
	code = stop ? 0 : run(skel, &o);
	scx_misbehave__destroy(skel);
	return code;
}
