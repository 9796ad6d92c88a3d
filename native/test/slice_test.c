// SPDX-License-Identifier: Apache-2.0
/* The kernel's slice by the seed: what is drawn, where it is written, and what is left alone. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../src/init.h"
#include "support.h"

static struct slice slice;
static struct fault fault;

static void kernel_has(const char *file, const char *text)
{
	put_file(below("%s", file), text, strlen(text), 0600);
}

static bool draw(uint64_t seed)
{
	return !slice_draw(&slice, dir, seed, &fault);
}

static void written(const char *file, const char *ns)
{
	char *text = get_file(below("%s", file), NULL);

	expect(!strcmp(text, ns), "%s: \"%s\"", file, text);
	free(text);
}

static void the_seed_says_what_is_written(void)
{
	kernel_has("base_slice_ns", "2800000\n");
	expect(draw(5), "%s", fault.text);
	written("base_slice_ns", "3820181\n");
	expect(!strcmp(slice.record, "{\"ns\":3820181,\"ownNs\":2800000}"), "%s", slice.record);
}

static void all_between_half_and_double_is_drawn(void)
{
	bool seen[21] = { false };

	for (uint64_t seed = 1; seed <= 500; seed++) {
		char *text;

		kernel_has("base_slice_ns", "10\n");
		expect(draw(seed), "%s", fault.text);
		text = get_file(below("base_slice_ns"), NULL);
		expect(strtoul(text, NULL, 10) >= 5 && strtoul(text, NULL, 10) <= 20, "seed %" PRIu64 ": %s", seed, text);
		seen[strtoul(text, NULL, 10)] = true;
		free(text);
	}
	for (int ns = 5; ns <= 20; ns++)
		expect(seen[ns], "%d was not drawn by 500 seeds", ns);
}

static void an_older_kernel_has_another_name_for_it(void)
{
	kernel_has("min_granularity_ns", "2800000\n");
	expect(draw(5), "%s", fault.text);
	written("min_granularity_ns", "3820181\n");
}

static void refuses(const char *want)
{
	char text[1024];

	slice = (struct slice){ "" };
	expect(!draw(5), "was drawn: %s", slice.record);
	expect(!slice.record[0], "%s", slice.record);
	snprintf(text, sizeof(text), want, dir);
	expect(!strcmp(fault.text, text), "\"%s\"", fault.text);
}

static void a_kernel_without_it_is_left_alone(void)
{
	refuses("draw the kernel's slice: neither base_slice_ns nor min_granularity_ns in %s: it stays as it is");
}

static void what_makes_no_sense_is_left_alone(void)
{
	kernel_has("base_slice_ns", "0\n");
	refuses("draw the kernel's slice: %s/base_slice_ns has 0 ns: it stays so");
	kernel_has("base_slice_ns", "4000000000\n");
	refuses("draw the kernel's slice: %s/base_slice_ns has 4000000000 ns: it stays so");
	written("base_slice_ns", "4000000000\n");
}

int main(int argc, char **argv)
{
	static const struct test tests[] = {
		TEST(the_seed_says_what_is_written),
		TEST(all_between_half_and_double_is_drawn),
		TEST(an_older_kernel_has_another_name_for_it),
		TEST(a_kernel_without_it_is_left_alone),
		TEST(what_makes_no_sense_is_left_alone),
	};

	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
