// SPDX-License-Identifier: Apache-2.0
/*
 * Unpacking: what comes out, what is replaced and kept, and that nothing gets out of the root or reads
 * past the archive, wherever it is cut.
 */
#include "../src/newc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static struct archive archive;

static void add_file(const char *name, const char *text)
{
	archive_add(&archive, name, S_IFREG | 0644, 1000, text, strlen(text));
}

static void add_link(const char *name, const char *target)
{
	archive_add(&archive, name, S_IFLNK | 0777, 2000, target, strlen(target));
}

static void add_dir(const char *name, unsigned int mode)
{
	archive_add(&archive, name, S_IFDIR | mode, 3000, NULL, 0);
}

static void unpack(void)
{
	struct fault fault = { "" };

	archive_end(&archive);
	mkdir(below("root"), 0755);
	expect(!newc_unpack(archive.bytes, archive.len, below("root"), &fault), "%s", fault.text);
}

static void refuse(const char *want)
{
	struct fault fault = { "" };

	archive_end(&archive);
	mkdir(below("root"), 0755);
	expect(newc_unpack(archive.bytes, archive.len, below("root"), &fault), "was unpacked");
	expect(!strcmp(fault.text, want), "\"%s\"", fault.text);
}

static void holds(const char *path, const char *text, unsigned int mode, long mtime)
{
	char *have = get_file(below("root/%s", path), NULL);
	struct stat stat;

	expect(!lstat(below("root/%s", path), &stat), "%s: %s", path, strerror(errno));
	expect(!text || !strcmp(have, text), "%s: \"%s\"", path, have);
	expect(stat.st_mode == mode, "%s: %o", path, stat.st_mode);
	expect(stat.st_mtime == mtime, "%s: %ld", path, stat.st_mtime);
	free(have);
}

static void files_directories_and_links_come_out_with_modes_and_times(void)
{
	add_dir("a", 0711);
	add_dir("a/read-only", 0555);
	add_file("a/read-only/f", "text");
	archive_add(&archive, "a/set-id", S_IFREG | 04755, 1, "", 0);
	add_link("a/l", "read-only/f");
	unpack();

	holds("a", NULL, S_IFDIR | 0711, 3000);
	holds("a/read-only", NULL, S_IFDIR | 0555, 3000);
	holds("a/read-only/f", "text", S_IFREG | 0644, 1000);
	holds("a/set-id", "", S_IFREG | 04755, 1);
	holds("a/l", "text", S_IFLNK | 0777, 2000);
}

static void leading_slashes_dots_and_missing_parents_are_no_trouble(void)
{
	add_file("/x", "1");
	add_file("./y", "2");
	add_file("//p/./q//r/z", "3");
	add_dir(".", 0750);
	unpack();

	holds("x", "1", S_IFREG | 0644, 1000);
	holds("y", "2", S_IFREG | 0644, 1000);
	holds("p/q/r/z", "3", S_IFREG | 0644, 1000);
	holds(".", NULL, S_IFDIR | 0750, 3000);
}

static void files_and_links_are_replaced_and_directories_kept(void)
{
	mkdir(below("root"), 0755);
	mkdir(below("root/d"), 0700);
	put_file(below("root/d/old"), "old", 3, 0600);
	put_file(below("root/f"), "longer than before", 18, 0400);
	expect(!symlink("f", below("root/l")), "%s", strerror(errno));
	add_dir("d", 0755);
	add_file("f", "new");
	add_file("l", "was a link");
	unpack();

	holds("d/old", "old", S_IFREG | 0600, time(NULL));
	holds("f", "new", S_IFREG | 0644, 1000);
	holds("l", "was a link", S_IFREG | 0644, 1000);
}

static void links_lead_nowhere_out_of_the_root(void)
{
	mkdir(below("outside"), 0755);
	mkdir(below("root"), 0755);
	mkdir(below("root/inside"), 0755);
	add_link("up", "../../../../../../../../tmp");
	add_link("abs", "/inside");
	add_link("rel", "inside");
	add_file("abs/one", "1");
	add_file("rel/two", "2");
	add_file("up/three", "3");
	expect(!symlink("/", below("root/slash")), "%s", strerror(errno));
	add_file("slash/inside/four", "4");
	mkdir(below("root/tmp"), 0755);
	unpack();

	holds("inside/one", "1", S_IFREG | 0644, 1000);
	holds("inside/two", "2", S_IFREG | 0644, 1000);
	holds("tmp/three", "3", S_IFREG | 0644, 1000);
	holds("inside/four", "4", S_IFREG | 0644, 1000);
	expect(access("/tmp/three", F_OK), "got out");
}

static void a_path_with_dots_is_refused(void)
{
	add_file("a/../../b", "out");
	refuse("unpack a/../../b: the path has a `..`");
}

static void names_that_only_look_like_dots_are_taken(void)
{
	add_file("..x", "1");
	add_file("x..", "2");
	add_file("...", "3");
	unpack();

	holds("..x", "1", S_IFREG | 0644, 1000);
	holds("...", "3", S_IFREG | 0644, 1000);
}

static void devices_and_hard_links_are_refused(void)
{
	archive_add(&archive, "dev/null", S_IFCHR | 0666, 0, NULL, 0);
	refuse("unpack dev/null: mode 20666 is no file, directory or link");
	archive = (struct archive){ 0 };
	add_file("hard", "");
	memcpy(archive.bytes + 6 + 4 * 8, "00000002", 8);
	refuse("unpack hard: hard link, 2 names");
}

static void a_file_where_a_directory_is_is_refused(void)
{
	add_dir("d", 0755);
	add_file("d", "");
	refuse("unpack d: replace: Is a directory (EISDIR)");
}

static void a_cut_archive_is_never_read_past_its_end(void)
{
	struct fault fault;

	add_dir("d", 0755);
	add_file("d/f", "some text");
	add_link("l", "d/f");
	archive_end(&archive);
	mkdir(below("root"), 0755);
	for (size_t len = 0; len < archive.len - 3; len++) {
		/* On the heap, to its last byte, for the sanitizer to see. */
		uint8_t *copy = malloc(len + !len);

		expect(copy, "no memory");
		memcpy(copy, archive.bytes, len);
		expect(newc_unpack(copy, len, below("root"), &fault), "%zu bytes were enough", len);
		free(copy);
	}
}

static void any_changed_byte_is_survived(void)
{
	struct fault fault;

	add_dir("d", 0755);
	add_file("d/f", "some text");
	archive_end(&archive);
	mkdir(below("root"), 0755);
	srand(1);
	for (int i = 0; i < 3000; i++) {
		size_t at = (size_t)rand() % archive.len;
		uint8_t *copy = malloc(archive.len);

		expect(copy, "no memory");
		memcpy(copy, archive.bytes, archive.len);
		copy[at] = (uint8_t)rand();
		newc_unpack(copy, archive.len, below("root"), &fault);
		free(copy);
	}
}

static const struct test tests[] = {
	TEST(files_directories_and_links_come_out_with_modes_and_times),
	TEST(leading_slashes_dots_and_missing_parents_are_no_trouble),
	TEST(files_and_links_are_replaced_and_directories_kept),
	TEST(links_lead_nowhere_out_of_the_root),
	TEST(a_path_with_dots_is_refused),
	TEST(names_that_only_look_like_dots_are_taken),
	TEST(devices_and_hard_links_are_refused),
	TEST(a_file_where_a_directory_is_is_refused),
	TEST(a_cut_archive_is_never_read_past_its_end),
	TEST(any_changed_byte_is_survived),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
