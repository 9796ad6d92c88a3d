// SPDX-License-Identifier: Apache-2.0
/* Custom: another program in the worker's place; text is its path and arguments, parted by blanks. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "types.h"

#define ARGUMENTS 64

static int prepare(struct worker *worker)
{
	char *text = worker->text ? strdup(worker->text) : NULL, *save;
	char **argv = calloc(ARGUMENTS + 1, sizeof(*argv));
	int argc = 0;

	if (!text || !argv) {
		free(text);
		free(argv);
		return EINVAL;
	}
	for (char *word = strtok_r(text, " ", &save); word && argc < ARGUMENTS; word = strtok_r(NULL, " ", &save))
		argv[argc++] = word;
	worker->own = argv;
	/* The list of arguments holds on to the text; both are there until the exec. */
	return argc && !access(argv[0], X_OK) ? 0 : argc ? errno : EINVAL;
}

static void run(struct worker *worker)
{
	char **argv = worker->own;

	/* Told to stop by SIGTERM, which nobody handles yet. */
	signal_reset();
	execve(argv[0], argv, environ);
	worker->slot->err = errno;
}

const struct type type_custom = {
	.name = "Custom", .prepare = prepare, .run = run, .process_only = true, .program = true,
};
