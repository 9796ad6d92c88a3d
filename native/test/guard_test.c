// SPDX-License-Identifier: Apache-2.0
/*
 * kt guard: whatever ends first, nothing stays: codes, the end of standard input, signals, SIGKILL,
 * removal.
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

static int caller;		/* our end of the guard's standard input */

static pid_t guard(char *const command[])
{
	char *argv[32] = { (char *)kt, (char *)"guard" };
	int in[2], n = 2;
	pid_t pid;

	expect(!pipe2(in, O_CLOEXEC), "%s", strerror(errno));
	while ((argv[n] = *command++))
		n++;
	pid = start(argv, in[0]);
	close(in[0]);
	caller = in[1];
	return pid;
}

#define GUARD(...) guard((char *[]){ __VA_ARGS__, NULL })

static void ends_with(pid_t pid, int code)
{
	int status = wait_ms(pid, 5000);

	expect(status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == code, "status %#x", status);
}

static void it_ends_with_the_code_of_the_command(void)
{
	ends_with(GUARD("--", misbehave(), "exit=0"), 0);
	ends_with(GUARD("--", misbehave(), "exit=3"), 3);
	ends_with(GUARD("--", misbehave(), "exit=137"), 137);
	ends_with(GUARD("--", misbehave(), "signal=9"), 137);
	ends_with(GUARD("--", misbehave(), "signal=15"), 143);
}

static void output_passes_through_and_input_is_empty(void)
{
	ends_with(GUARD("--", "/bin/sh", "-c", "cat; echo out; echo err >&2"), 0);

	expect(!strcmp(get_file(below("stdout"), NULL), "out\n"), "%s", get_file(below("stdout"), NULL));
	expect(!strcmp(get_file(below("stderr"), NULL), "err\n"), "%s", get_file(below("stderr"), NULL));
}

static void a_program_is_looked_for_in_the_path(void)
{
	ends_with(GUARD("--", "true"), 0);
}

static void a_program_that_is_not_there_is_said(void)
{
	ends_with(GUARD("--", "/nothing/there"), 127);

	expect(!strcmp(get_file(below("stderr"), NULL),
		       "kt guard: start /nothing/there: No such file or directory (ENOENT)\n"),
	       "%s", get_file(below("stderr"), NULL));
}

static void wrong_arguments_are_said(void)
{
	ends_with(GUARD("--remove", "relative", "--", "true"), 64);
	ends_with(GUARD("--remove", "/", "--", "true"), 64);
	ends_with(GUARD("--"), 64);
	ends_with(GUARD("true"), 64);
	expect(!strcmp(get_file(below("stderr"), NULL),
		       "kt guard: read arguments: --remove: expected an absolute path, was \"relative\"\n"
		       "kt guard: read arguments: --remove: expected an absolute path, was \"/\"\n"
		       "kt guard: read arguments: expected -- and a command, was \"--\"\n"
		       "kt guard: read arguments: expected -- and a command, was \"true\"\n"),
	       "%s", get_file(below("stderr"), NULL));
}

static void the_end_of_input_kills_the_group_at_once(void)
{
	char script[600];
	pid_t pid, child;

	snprintf(script, sizeof(script), "sleep 1000 & echo $! > %s; trap '' TERM; sleep 1000", below("pid"));
	pid = GUARD("--", "/bin/sh", "-c", script);
	child = pid_in(below("pid"));
	expect(wait_ms(pid, 50) == -1, "ended by itself");
	close(caller);
	ends_with(pid, 137);
	eventually(gone(child));
}

static void bytes_on_input_are_not_its_end(void)
{
	char script[600];
	pid_t pid;

	snprintf(script, sizeof(script), "echo $$ > %s; exec sleep 1000", below("pid"));
	pid = GUARD("--", "/bin/sh", "-c", script);
	pid_in(below("pid"));
	expect(write(caller, "x", 1) == 1, "%s", strerror(errno));
	expect(wait_ms(pid, 50) == -1, "ended");
	kill(pid, SIGTERM);
	ends_with(pid, 137);
}

static void survivors_of_the_command_are_killed(void)
{
	char script[600];
	pid_t pid;

	snprintf(script, sizeof(script), "sleep 1000 & echo $! > %s; exit 5", below("pid"));
	pid = GUARD("--", "/bin/sh", "-c", script);
	ends_with(pid, 5);
	eventually(gone(pid_in(below("pid"))));
}

static void the_command_dies_with_a_killed_guard(void)
{
	char script[600];
	pid_t pid, command;

	snprintf(script, sizeof(script), "echo $$ > %s; exec sleep 1000", below("pid"));
	pid = GUARD("--", "/bin/sh", "-c", script);
	command = pid_in(below("pid"));
	kill(pid, SIGKILL);
	expect(wait_ms(pid, 5000) == SIGKILL, "not killed");
	eventually(gone(command));
}

static void paths_are_removed_whatever_happened(void)
{
	for (int round = 0; round < 3; round++) {
		char tree[300], file[300];
		pid_t pid;

		snprintf(tree, sizeof(tree), "%s", below("tree"));
		snprintf(file, sizeof(file), "%s", below("file"));
		mkdir(tree, 0755);
		mkdir(below("tree/sub"), 0755);
		put_file(below("tree/sub/f"), "x", 1, 0400);
		expect(!symlink(dir, below("tree/link")), "%s", strerror(errno));
		put_file(file, "x", 1, 0600);
		put_file(below("kept"), "x", 1, 0600);
		pid = GUARD("--remove", tree, "--remove", file, "--remove", "/nothing/there", "--",
			    round == 2 ? "/nothing" : "sleep", round ? "1000" : "0");
		if (round == 1)
			close(caller);
		ends_with(pid, round == 2 ? 127 : round ? 137 : 0);

		expect(access(tree, F_OK) && access(file, F_OK), "still there in round %d", round);
		expect(!access(below("kept"), F_OK), "too much in round %d", round);
	}
}

static const struct test tests[] = {
	TEST(it_ends_with_the_code_of_the_command),
	TEST(output_passes_through_and_input_is_empty),
	TEST(a_program_is_looked_for_in_the_path),
	TEST(a_program_that_is_not_there_is_said),
	TEST(wrong_arguments_are_said),
	TEST(the_end_of_input_kills_the_group_at_once),
	TEST(bytes_on_input_are_not_its_end),
	TEST(survivors_of_the_command_are_killed),
	TEST(the_command_dies_with_a_killed_guard),
	TEST(paths_are_removed_whatever_happened),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
