// SPDX-License-Identifier: Apache-2.0
/*
 * kt exec and cgroups: placement before exec, leaves of its own, escapees. Needs a cgroup v2 hierarchy
 * that can be written; says so where there is none.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

static char cgroup[400];

static void remove_cgroup(void)
{
	for (int i = 0; i < 100 && rmdir(cgroup) && errno == EBUSY; i++)
		pause_ms(10);
}

static bool make_below(const char *mount)
{
	snprintf(cgroup, sizeof(cgroup), "%s/kt-test-%d", mount, getpid());
	return !mkdir(cgroup, 0755);
}

/* A cgroup for this test, below the first hierarchy of version 2. */
static void make_cgroup(void)
{
	char *text = get_file("/proc/self/mounts", NULL), *line, at[300], type[100];

	while ((line = next_line(&text)))
		if (sscanf(line, "%*s %299s %99s", at, type) == 2 && !strcmp(type, "cgroup2") && make_below(at)) {
			atexit(remove_cgroup);
			server_start();
			return;
		}
	skip("no cgroup v2 hierarchy that can be written");
}

static void ended(struct ended end, const char *how, int code, int survivors, int escapees)
{
	expect(!strcmp(end.how, how) && end.code == code, "%s %d", end.how, end.code);
	expect(end.survivors == survivors, "%d survivors", end.survivors);
	expect(end.escapees == escapees, "%d escapees", end.escapees);
}

/* The path after the mount of what a child printed of /proc/self/cgroup. */
static void is_in(const char *text, const char *leaf)
{
	const char *at = strstr(text, "0::");
	char want[300];

	snprintf(want, sizeof(want), "0::/kt-test-%d%s\n", getpid(), leaf);
	expect(at && !strncmp(at, want, strlen(want)), "\"%s\", not \"%s\"", at, want);
}

static char *where(struct client *client)
{
	client_started(client);
	return read_pipe(client->out);
}

static void the_child_starts_in_the_cgroup(void)
{
	struct client client;

	make_cgroup();
	client = client_open();
	ASK(&client, "cgroup", cgroup, "arg", "/bin/cat", "arg", "/proc/self/cgroup");
	is_in(where(&client), "");
	ended(client_ended(&client), "exit", 0, 0, 0);
}

static void the_leaf_is_made_and_removed(void)
{
	struct client client;
	char leaf[500];

	make_cgroup();
	snprintf(leaf, sizeof(leaf), "%s/leaf", cgroup);
	client = client_open();
	ASK(&client, "cgroup", cgroup, "own", "leaf", "arg", "/bin/cat", "arg", "/proc/self/cgroup");
	is_in(where(&client), "/leaf");
	ended(client_ended(&client), "exit", 0, 0, 0);
	expect(access(leaf, F_OK), "still there");
}

static void runs_in_a_leaf_to_keep(struct client *client, const char *own)
{
	ASK(client, "cgroup", cgroup, "own", own, "leaf", "keep", "arg", misbehave());
	client_started(client);
	ended(client_ended(client), "exit", 0, 0, 0);
}

static const char *below_leaf(const char *leaf)
{
	static char path[520];

	snprintf(path, sizeof(path), "%s/x", leaf);
	return path;
}

static void an_empty_leaf_is_kept_for_the_next_if_asked_for(void)
{
	char first[500], second[500];
	struct client client;

	make_cgroup();
	snprintf(first, sizeof(first), "%s/first", cgroup);
	snprintf(second, sizeof(second), "%s/second", cgroup);
	client = client_open();
	runs_in_a_leaf_to_keep(&client, "first");
	expect(!access(first, F_OK), "is gone");
	ASK(&client, "cgroup", cgroup, "own", "second", "leaf", "keep", "arg", "/bin/cat", "arg", "/proc/self/cgroup");
	is_in(where(&client), "/first");
	ended(client_ended(&client), "exit", 0, 0, 0);
	/* One in which somebody was left is not. */
	ASK(&client, "cgroup", cgroup, "own", "second", "leaf", "keep", "arg", misbehave(), "arg", "daemon", "arg",
	    "fork=");
	client_started(&client);
	ended(client_ended(&client), "exit", 0, 1, 1);
	expect(access(first, F_OK), "still there");
	runs_in_a_leaf_to_keep(&client, "second");
	expect(!access(second, F_OK), "is gone");
	/* Nor one in which the program has made another. */
	ASK(&client, "cgroup", cgroup, "own", "third", "leaf", "keep", "arg", "/bin/mkdir", "arg", below_leaf(second));
	client_started(&client);
	ended(client_ended(&client), "exit", 0, 0, 0);
	expect(access(second, F_OK), "still there");
	runs_in_a_leaf_to_keep(&client, "second");
	close(client.conn);
	for (int i = 0; i < 1000 && !access(second, F_OK); i++)
		pause_ms(1);
	expect(access(second, F_OK), "outlives the connection");
}

static void escapees_are_found_counted_and_killed(void)
{
	struct client client;

	make_cgroup();
	client = client_open();
	ASK(&client, "cgroup", cgroup, "own", "leaf", "arg", misbehave(), "arg", "daemon", "arg", "fork=", "arg",
	    "out=x", "arg", "exit=3");
	client_started(&client);
	ended(client_ended(&client), "exit", 3, 1, 1);
	/* The escapee held the pipe. */
	expect(!strcmp(read_pipe(client.out), "x"), "differs");
}

static void kill_reaches_escapees(void)
{
	struct client client;

	make_cgroup();
	client = client_open();
	ASK(&client, "cgroup", cgroup, "own", "leaf", "arg", misbehave(), "arg", "daemon", "arg", "out=up", "arg",
	    "sleep=forever");
	client_started(&client);
	expect(!strcmp(read_first(client.out), "up"), "differs");
	client_say(&client, "kill\n");
	ended(client_ended(&client), "signal", 9, 0, 1);
	expect(!strcmp(read_pipe(client.out), ""), "differs");
}

/* Its process group is that of kt exec, which must not be killed; the leaf still holds what it left. */
static void a_program_in_the_parents_group_leaves_nothing(void)
{
	struct client client;

	make_cgroup();
	client = client_open();
	ASK(&client, "cgroup", cgroup, "own", "leaf", "pgrp", "parent", "arg", misbehave(), "arg", "fork=", "arg",
	    "daemon", "arg", "exit=3");
	client_started(&client);
	ended(client_ended(&client), "exit", 3, 1, 1);

	client = client_open();
	ASK(&client, "cgroup", cgroup, "own", "leaf", "pgrp", "parent", "arg", misbehave(), "arg", "fork=", "arg",
	    "out=up", "arg", "sleep=forever");
	client_started(&client);
	expect(!strcmp(read_first(client.out), "up"), "differs");
	client_say(&client, "kill\n");
	ended(client_ended(&client), "signal", 9, 0, 0);
	expect(!strcmp(read_pipe(client.out), ""), "differs");
}

static void the_leaf_goes_with_what_was_made_below_it(void)
{
	char script[2000], leaf[500];
	struct ended end;

	make_cgroup();
	snprintf(leaf, sizeof(leaf), "%s/leaf", cgroup);
	snprintf(script, sizeof(script),
		 "mkdir -p %s/a/b && (setsid sh -c 'echo 0 > %s/a/b/cgroup.procs; sleep 1000' >/dev/null 2>&1 &) && "
		 "while [ -z \"$(cat %s/a/b/cgroup.procs)\" ]; do :; done",
		 leaf, leaf, leaf);
	end = RUN("cgroup", cgroup, "own", "leaf", "arg", "/bin/sh", "arg", "-c", "arg", script);
	expect(end.code == 0 && end.escapees >= 1 && end.escapees <= 2, "%d, %d escapees", end.code, end.escapees);
	expect(access(leaf, F_OK), "still there");
}

static void sweep_leaves_nobody_and_nothing(void)
{
	char *argv[] = { (char *)kt, (char *)"sweep", (char *)"--cgroup", cgroup, NULL };
	struct client client;
	int in[2], status;
	pid_t pid;

	make_cgroup();
	client = client_open();
	ASK(&client, "cgroup", cgroup, "own", "leaf", "arg", misbehave(), "arg", "daemon", "arg", "ignore=15", "arg",
	    "out=up", "arg", "sleep=forever");
	client_started(&client);
	expect(!strcmp(read_first(client.out), "up"), "differs");
	expect(!pipe2(in, O_CLOEXEC), "%s", strerror(errno));
	pid = start(argv, in[0]);
	close(in[0]);
	close(in[1]);

	status = wait_ms(pid, 15000);
	expect(WIFEXITED(status) && !WEXITSTATUS(status), "status %#x", status);
	expect(access(cgroup, F_OK), "still there");
	expect(!strcmp(read_pipe(client.out), ""), "differs");
}

static void the_leaf_of_a_client_that_went_is_removed(void)
{
	struct client client;
	char leaf[500];

	make_cgroup();
	snprintf(leaf, sizeof(leaf), "%s/leaf", cgroup);
	client = client_open();
	ASK(&client, "cgroup", cgroup, "own", "leaf", "arg", misbehave(), "arg", "daemon", "arg", "sleep=forever");
	client_started(&client);
	expect(!access(leaf, F_OK), "not there");
	close(client.conn);
	eventually(access(leaf, F_OK));
}

static void the_leaf_is_removed_when_nothing_ran(void)
{
	char leaf[500], want[600];

	make_cgroup();
	snprintf(leaf, sizeof(leaf), "%s/leaf", cgroup);
	expect(!strncmp(FAILURE("cgroup", cgroup, "own", "leaf", "arg", "/nothing/there"), "failed exec 2 ", 14), "ran");
	expect(access(leaf, F_OK), "still there after a failed exec");

	mkdir(leaf, 0755);
	snprintf(want, sizeof(want), "failed cgroup 17 leaf: File exists (EEXIST)");
	expect(!strcmp(FAILURE("cgroup", cgroup, "own", "leaf", "arg", misbehave()), want), "differs");
	expect(!rmdir(leaf), "a leaf that was there before was removed");
}

static void a_directory_that_is_no_cgroup_is_refused(void)
{
	char want[400];

	make_cgroup();
	snprintf(want, sizeof(want), "failed cgroup 9 %s: Bad file descriptor (EBADF)", dir);
	expect(!strcmp(FAILURE("cgroup", dir, "arg", misbehave()), want), "%s",
	       FAILURE("cgroup", dir, "arg", misbehave()));
}

static const struct test tests[] = {
	TEST(the_child_starts_in_the_cgroup),
	TEST(the_leaf_is_made_and_removed),
	TEST(an_empty_leaf_is_kept_for_the_next_if_asked_for),
		TEST(escapees_are_found_counted_and_killed),
	TEST(kill_reaches_escapees),
	TEST(sweep_leaves_nobody_and_nothing),
	TEST(a_program_in_the_parents_group_leaves_nothing),
	TEST(the_leaf_goes_with_what_was_made_below_it),
	TEST(the_leaf_of_a_client_that_went_is_removed),
	TEST(the_leaf_is_removed_when_nothing_ran),
	TEST(a_directory_that_is_no_cgroup_is_refused),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
