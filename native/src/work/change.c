// SPDX-License-Identifier: Apache-2.0
/* Changes of a group that runs: affinity, cgroup; and who is in it. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "group.h"

static int set_affinity(struct group *group, unsigned int worker, void *data)
{
	const struct place *place = data;
	const char *sets = (const char *)place->cpus;
	const cpu_set_t *set = (const cpu_set_t *)(sets + worker % place->ncpu_sets * place->cpu_set_size);

	return sched_setaffinity(group_slot(group, worker)->tid, place->cpu_set_size, set) && errno != ESRCH ? errno : 0;
}

static int move(struct group *group, unsigned int worker, void *data)
{
	char pid[16];
	int len = snprintf(pid, sizeof(pid), "%d", group->children[group->threads ? 0 : worker].pid);

	/* A worker that has just died is none to be moved. */
	return write(*(int *)data, pid, (size_t)len) < 0 && errno != ESRCH ? errno : 0;
}

void change_affinity(FILE *out, struct group *group, char **words, unsigned int count)
{
	struct group change = { .type = group->type, .workers = 1 };
	struct fault fault;
	int err;

	if (group_parse(&change, words, count, &fault) || !change.place.ncpu_sets) {
		fprintf(out, "failed %s 0 request 22 affinity needs cpus=LIST\n", group->id);
	} else {
		err = group_each(group, set_affinity, &change.place);
		if (err)
			fprintf(out, "failed %s 0 affinity %d %s (%s)\n", group->id, err, strerror(err),
				errno_name(err));
		else
			fprintf(out, "done %s\n", group->id);
	}
	free(change.place.cpus);
	free(change.cgroup);
	free(change.text);
}

void change_cgroup(FILE *out, struct group *group, char **words, unsigned int count)
{
	struct group change = { .type = group->type, .workers = 1 };
	char path[PATH_MAX];
	struct fault fault;
	FILE *procs = NULL;
	int err = 0, fd;

	if (group_parse(&change, words, count, &fault) || !change.cgroup) {
		fprintf(out, "failed %s 0 request 22 move needs cgroup=PATH\n", group->id);
		goto out;
	}
	snprintf(path, sizeof(path), "%s/cgroup.procs", change.cgroup);
	procs = fopen(path, "we");
	err = procs ? 0 : errno;
	if (procs) {
		fd = fileno(procs);
		err = group_each(group, move, &fd);
	}
	if (err)
		fprintf(out, "failed %s 0 cgroup %d %s: %s (%s)\n", group->id, err, path, strerror(err),
			errno_name(err));
	else
		fprintf(out, "done %s\n", group->id);
out:
	if (procs)
		fclose(procs);
	free(change.place.cpus);
	free(change.cgroup);
	free(change.text);
}

void list_tids(FILE *out, const struct group *group)
{
	fprintf(out, "pids %s", group->id);
	for (unsigned int i = 0; i < group->workers; i++)
		fprintf(out, " %d", group_slot(group, i)->tid);
	fputc('\n', out);
}
