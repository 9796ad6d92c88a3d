// SPDX-License-Identifier: Apache-2.0
/* Sequence: phases of other work, one after the other, over and over: text is `spin:NS,sleep:NS,...`. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "types.h"

#define PHASES 32

enum what { SPIN, SLEEP, YIELD, ALU, WHATS };

static const char *const names[WHATS] = { "spin", "sleep", "yield", "alu" };

struct phases {
	unsigned int count;
	struct {
		enum what what;
		uint64_t ns;
	} phase[PHASES];
};

static int parse(struct phases *phases, char *text)
{
	char *word, *save;

	for (word = strtok_r(text, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
		char *ns = strchr(word, ':');
		unsigned int what = 0;

		if (!ns || phases->count == PHASES)
			return EINVAL;
		*ns++ = '\0';
		while (what < WHATS && strcmp(names[what], word))
			what++;
		if (what == WHATS)
			return EINVAL;
		phases->phase[phases->count].what = (enum what)what;
		phases->phase[phases->count++].ns = strtoull(ns, NULL, 10);
	}
	return phases->count ? 0 : EINVAL;
}

static int prepare(struct worker *worker)
{
	char *text = worker->text ? strdup(worker->text) : NULL;
	struct phases *phases = calloc(1, sizeof(*phases));
	int err = text && phases ? parse(phases, text) : EINVAL;

	free(text);
	worker->own = phases;
	return err;
}

static void run_phase(struct worker *worker, enum what what, uint64_t ns)
{
	uint64_t until_ns = monotonic_ns() + ns;

	switch (what) {
	case SPIN:
		spin_for(worker, ns);
		break;
	case SLEEP:
		nap(worker, ns);
		break;
	case YIELD:
		do {
			sched_yield();
			look(worker);
		} while (going(worker) && worker->last_ns < until_ns);
		break;
	default:
		do {
			multiply(until_ns, 4096);
			look(worker);
		} while (going(worker) && worker->last_ns < until_ns);
	}
}

static void run(struct worker *worker)
{
	const struct phases *phases = worker->own;

	while (going(worker)) {
		for (unsigned int i = 0; i < phases->count && going(worker); i++)
			run_phase(worker, phases->phase[i].what, phases->phase[i].ns);
		done(worker, 1);
	}
	free(worker->own);
}

const struct type type_sequence = { .name = "Sequence", .prepare = prepare, .run = run };
