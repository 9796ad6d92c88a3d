// SPDX-License-Identifier: Apache-2.0
/* The kinds of work that there are: each is in a file of its own in types/. */
#include <string.h>

#include "types/types.h"

const struct type *const types[] = {
	&type_spin_wait, &type_bursty, &type_pipe_io, &type_futex_ping_pong, NULL,
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
