// SPDX-License-Identifier: Apache-2.0
/* Reads what a client says of a group: key=value words, values with %HH for what would end a word. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "group.h"

#define WORKERS_MOST 100000

struct name {
	const char *name;
	int value;
};

/* As in linux/sched.h and linux/mempolicy.h, some of them newer than the headers of this machine. */
static const struct name policies[] = { { "normal", 0 }, { "fifo", 1 }, { "rr", 2 }, { "batch", 3 },
					{ "idle", 5 }, { "deadline", 6 }, { "ext", 7 }, { NULL, 0 } };
static const struct name mem_modes[] = { { "preferred", 1 }, { "bind", 2 }, { "interleave", 3 },
					 { "local", 4 }, { "preferred-many", 5 },
					 { "weighted-interleave", 6 }, { NULL, 0 } };

static int by_name(const struct name *names, const char *text, int *value)
{
	for (; names->name; names++)
		if (!strcmp(names->name, text)) {
			*value = names->value;
			return 0;
		}
	return -1;
}

static void decode(char *text)
{
	char *to = text;

	for (; *text; text++) {
		char hex[3] = { 0 };

		if (*text == '%' && text[1] && text[2]) {
			memcpy(hex, text + 1, 2);
			*to++ = (char)strtoul(hex, NULL, 16);
			text += 2;
		} else {
			*to++ = *text;
		}
	}
	*to = '\0';
}

static int number(const char *text, int64_t least, int64_t most, int64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoll(text, &end, 10);
	return end == text || *end || errno || *value < least || *value > most ? -1 : 0;
}

static int parse_sets(struct place *place, char *text)
{
	size_t size = CPU_ALLOC_SIZE((size_t)sysconf(_SC_NPROCESSORS_CONF));
	unsigned int count = 1;
	char *set, *save;
	char *sets;

	for (const char *at = text; *at; at++)
		count += *at == ';';
	free(place->cpus);
	sets = calloc(count, size);
	place->cpus = (cpu_set_t *)sets;
	place->cpu_set_size = size;
	place->ncpu_sets = 0;
	if (!sets)
		return -1;
	for (set = strtok_r(text, ";", &save); set; set = strtok_r(NULL, ";", &save))
		if (parse_cpus(set, (cpu_set_t *)(sets + place->ncpu_sets++ * size), size))
			return -1;
	return place->ncpu_sets ? 0 : -1;
}

static int parse_nodes(const char *text, uint64_t *nodes)
{
	cpu_set_t set;

	if (parse_cpus(text, &set, sizeof(set)))
		return -1;
	for (size_t i = 0; i < 64; i++)
		if (CPU_ISSET(i, &set))
			*nodes |= 1ull << i;
	return 0;
}

static int parse_place(struct place *place, const char *key, char *value)
{
	int64_t n = 0;

	if (!strcmp(key, "comm")) {
		strncpy(place->comm, value, sizeof(place->comm) - 1);
		return 0;
	}
	if (!strcmp(key, "policy"))
		return by_name(policies, value, &place->policy);
	if (!strcmp(key, "mem"))
		return by_name(mem_modes, value, &place->mem_mode);
	if (!strcmp(key, "mem_nodes"))
		return parse_nodes(value, &place->mem_nodes);
	if (!strcmp(key, "cpus"))
		return parse_sets(place, value);
	if (number(value, -20, INT64_MAX, &n))
		return -1;
	if (!strcmp(key, "nice")) {
		place->has_nice = true;
		place->nice = (int)n;
		return n > 19 ? -1 : 0;
	}
	if (n < 0)
		return -1;
	if (!strcmp(key, "priority"))
		place->priority = (unsigned int)n;
	else if (!strcmp(key, "runtime_ns"))
		place->runtime_ns = (uint64_t)n;
	else if (!strcmp(key, "deadline_ns"))
		place->deadline_ns = (uint64_t)n;
	else if (!strcmp(key, "period_ns"))
		place->period_ns = (uint64_t)n;
	else if (!strcmp(key, "mem_flags"))
		place->mem_flags = (unsigned int)n;
	else if (!strcmp(key, "uid"))
		place->uid = n;
	else if (!strcmp(key, "gid"))
		place->gid = n;
	else
		return -1;
	return 0;
}

static int parse_argument(struct group *group, const char *key, char *value)
{
	const struct param *params = group->type ? group->type->params : NULL;
	int64_t n;

	if (!strcmp(key, "text")) {
		free(group->text);
		group->text = strdup(value);
		return group->text ? 0 : -1;
	}
	for (int i = 0; params && i < PARAMS && params[i].name; i++) {
		if (strcmp(params[i].name, key))
			continue;
		if (number(value, 0, INT64_MAX, &n))
			return -1;
		group->arg[i] = (uint64_t)n;
		return 0;
	}
	return -1;
}

static int parse_one(struct group *group, const char *key, char *value)
{
	int64_t n;

	if (!strncmp(key, "arg.", 4))
		return parse_argument(group, key + 4, value);
	if (!strcmp(key, "cgroup")) {
		free(group->cgroup);
		group->cgroup = strdup(value);
		return group->cgroup ? 0 : -1;
	}
	if (!strcmp(key, "type")) {
		group->type = type_find(value);
		for (int i = 0; group->type && i < PARAMS; i++)
			group->arg[i] = group->type->params[i].otherwise;
		return group->type ? 0 : -1;
	}
	if (!strcmp(key, "shape")) {
		group->threads = !strcmp(value, "thread");
		return group->threads || !strcmp(value, "process") ? 0 : -1;
	}
	if (!strcmp(key, "workers")) {
		if (number(value, 1, WORKERS_MOST, &n))
			return -1;
		group->workers = (unsigned int)n;
		return 0;
	}
	if (!strcmp(key, "seed"))
		return number(value, INT64_MIN, INT64_MAX, (int64_t *)&group->seed);
	if (!strcmp(key, "start_jitter_ns"))
		return number(value, 0, INT64_MAX, (int64_t *)&group->start_jitter_ns);
	if (!strcmp(key, "spin_jitter_pct"))
		return number(value, 0, 100, (int64_t *)&group->spin_jitter_pct);
	if (!strcmp(key, "looks")) {
		group->blind = !strcmp(value, "0");
		return 0;
	}
	return parse_place(&group->place, key, value);
}

int group_parse(struct group *group, char **words, unsigned int count, struct fault *fault)
{
	group->place.policy = group->place.mem_mode = -1;
	group->place.uid = group->place.gid = -1;
	for (unsigned int i = 0; i < count; i++) {
		char *value = strchr(words[i], '=');

		if (!value)
			return fault_text(fault, "0 request 22 \"%.200s\": not of the form key=value", words[i]);
		*value++ = '\0';
		decode(value);
		if (parse_one(group, words[i], value))
			return fault_text(fault, "0 request 22 %.100s \"%.200s\": not known here, or out of range",
					  words[i], value);
	}
	if (!group->type || !group->workers)
		return fault_text(fault, "0 request 22 type and workers are needed");
	if (group->threads && group->type->process_only)
		return fault_text(fault, "0 request 22 %s as threads: its workers must be processes",
				  group->type->name);
	return 0;
}
