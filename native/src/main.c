// SPDX-License-Identifier: Apache-2.0
/*
 * kt: the one native binary of ktstr4j. The first argument chooses the role; started as PID 1, or
 * under the name init, it is `kt init`. A role gets its own name as argv[0].
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kt.h"

struct role {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
};

static const struct role roles[] = {
	{ "init", role_init,
	  "[--window FILE] [--no-mounts] [--agent ARGV_FILE] [--root DIR] [--socket PATH]" },
	{ "exec", role_exec, "SOCKET" },
	{ "guard", role_guard, "[--remove PATH]... -- COMMAND..." },
	{ "sweep", role_sweep,
	  "[--cgroup DIR]... [--eject FILE] [--restore FILE VALUE]... [--controller DIR NAME]... [--rmdir DIR]... "
	  "[--remove PATH]..." },
	{ "enter", role_enter, "ROOT [--cgroup DIR] [--bind FROM TO]... -- COMMAND..." },
	{ "progs", role_progs, "PID" },
	{ "layout", role_layout, "" },
	{ "work", role_work, "SOCKET | --list" },
};

#define ROLES (sizeof(roles) / sizeof(roles[0]))

static void usage(FILE *to)
{
	for (size_t i = 0; i < ROLES; i++)
		fprintf(to, "%s kt %s %s\n", i ? "      " : "usage:", roles[i].name, roles[i].usage);
	fputs("       kt --version\n", to);
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";
	char init[] = "init";
	char *alone[] = { init, NULL };

	/* The kernel hands its unknown words to PID 1 as arguments. */
	if (getpid() == 1 && !strcmp(name, "init"))
		return role_init(1, alone);
	if (argc == 2 && !strcmp(argv[1], "--version")) {
		puts("kt " KT_VERSION);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		usage(stdout);
		return 0;
	}
	for (size_t i = 0; argc > 1 && i < ROLES; i++)
		if (!strcmp(argv[1], roles[i].name))
			return roles[i].run(argc - 1, argv + 1);
	if (argc > 1)
		fprintf(stderr, "kt: choose a role: there is no \"%s\"\n", argv[1]);
	usage(stderr);
	return EXIT_USAGE;
}
