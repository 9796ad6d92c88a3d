// SPDX-License-Identifier: Apache-2.0
/*
 * A group in numbers, as one line of JSON: docs/records.md has the fields. Comes in: the slots, which
 * workers may be writing; goes out: what they were at some moment of the call. -1 means not measured.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "group.h"

static void put_number(FILE *to, uint64_t value)
{
	if (value == NOT_MEASURED)
		fputs(",-1", to);
	else
		fprintf(to, ",%llu", (unsigned long long)value);
}

static void put_hist(FILE *to, const char *name, const struct group *group, size_t offset)
{
	struct hist all = { 0 };
	const char *comma = "";

	for (unsigned int i = 0; i < group->workers; i++)
		hist_merge(&all, (const struct hist *)((const char *)group_slot(group, i) + offset));
	fprintf(to, ",\"%s\":{\"count\":%llu,\"sum\":%llu,\"max\":%llu,\"buckets\":[", name,
		(unsigned long long)all.count, (unsigned long long)all.sum, (unsigned long long)all.max);
	for (unsigned int i = 0; i < HIST_BUCKETS; i++)
		if (all.buckets[i]) {
			fprintf(to, "%s%u,%u", comma, i, all.buckets[i]);
			comma = ",";
		}
	fputs("]}", to);
}

/* One word for how it is with a worker. */
static void put_how(FILE *to, const struct group *group, const struct child *child, const struct slot *slot)
{
	if (slot->state == STATE_ENDED)
		fputs(slot->stop ? "\"stopped\"" : "\"ended early\"", to);
	else if (child->fate != FATE_OVER)
		fputs(slot->state == STATE_RUNNING ? "\"running\"" : "\"waiting\"", to);
	else if (group->type->program && slot->stop && !child->killed)
		fputs("\"stopped\"", to);
	else if (child->killed)
		fputs("\"did not stop\"", to);
	else if (WIFSIGNALED(child->status))
		fprintf(to, "\"signal %d\"", WTERMSIG(child->status));
	else
		fprintf(to, "\"exit %d\"", WEXITSTATUS(child->status));
}

static struct usage used(const struct child *child, const struct slot *slot)
{
	struct usage now = slot->last;

	/* What a dead one had was taken before it was reaped. */
	if (slot->state == STATE_ENDED || child->fate == FATE_OVER)
		return now;
	usage_read(&now, child->pid, slot->tid);
	return now;
}

/* What it had at first may be some microseconds too much, see first_delay(). */
static uint64_t since(uint64_t last, uint64_t first)
{
	return last == NOT_MEASURED || first == NOT_MEASURED ? NOT_MEASURED : last > first ? last - first : 0;
}

/*
 * How long it had waited for a CPU when it came to the gate: all the time since it was made that it did not run. Made
 * it is when we are back from clone3, or when it runs, whichever is first: it may have taken the CPU from us.
 */
static uint64_t first_delay(const struct child *child, const struct slot *slot)
{
	uint64_t from_ns = child->made_ns < slot->born_ns ? child->made_ns : slot->born_ns;

	if (!slot->born_ns)
		return slot->first.delay_ns;
	return slot->ready_ns - from_ns > slot->first.cpu_ns ? slot->ready_ns - from_ns - slot->first.cpu_ns : 0;
}

static void put_worker(FILE *to, const struct group *group, unsigned int index, uint64_t now_ns)
{
	const struct child *child = &group->children[group->threads ? 0 : index];
	const struct slot *slot = group_slot(group, index);
	struct usage last = used(child, slot);
	const char *comma = "";

	fprintf(to, "%s[%d,", index ? "," : "", slot->tid);
	put_how(to, group, child, slot);
	put_number(to, slot->began_ns);
	put_number(to, slot->ended_ns ? slot->ended_ns : now_ns);
	put_number(to, slot->iterations);
	put_number(to, slot->units);
	put_number(to, since(last.cpu_ns, slot->first.cpu_ns));
	put_number(to, since(last.run_ns, slot->first.run_ns));
	put_number(to, since(last.delay_ns, first_delay(child, slot)));
	put_number(to, since(last.slices, slot->first.slices));
	put_number(to, since(last.voluntary, slot->first.voluntary));
	put_number(to, since(last.involuntary, slot->first.involuntary));
	put_number(to, slot->migrations);
	put_number(to, slot->gap_ns);
	put_number(to, slot->gap_at_ns);
	fprintf(to, ",%d,[", slot->gap_cpu);
	for (unsigned int cpu = 0; cpu < group->ncpus; cpu++)
		if (slot->cpus[cpu].active_ns) {
			fprintf(to, "%s%u,%llu", comma, cpu, (unsigned long long)slot->cpus[cpu].active_ns);
			comma = ",";
		}
	fputs("],[", to);
	comma = "";
	for (unsigned int node = 0; slot->pages_known && node < 64; node++)
		if (slot->pages[node]) {
			fprintf(to, "%s%u,%llu", comma, node, (unsigned long long)slot->pages[node]);
			comma = ",";
		}
	fputs("]]", to);
}

uint64_t report_write(FILE *to, const struct group *group)
{
	uint64_t now_ns = monotonic_ns(), iterations = 0;

	fprintf(to, "report {\"group\":\"%s\",\"type\":\"%s\",\"atNs\":%llu", group->id, group->type->name,
		(unsigned long long)now_ns);
	put_hist(to, "blocked", group, offsetof(struct slot, blocked));
	put_hist(to, "wake", group, offsetof(struct slot, wake));
	put_hist(to, "gap", group, offsetof(struct slot, gap));
	fputs(",\"workers\":[", to);
	for (unsigned int i = 0; i < group->workers; i++) {
		put_worker(to, group, i, now_ns);
		iterations += group_slot(group, i)->iterations;
	}
	fputs("]}\n", to);
	return iterations;
}
