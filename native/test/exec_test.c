// SPDX-License-Identifier: Apache-2.0
/*
 * kt exec with a client: how programs start, fail to start, end, and what becomes of those they leave.
 * Cgroups are in cgroup_test.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

static void ended(struct ended end, const char *how, int code)
{
	expect(!strcmp(end.how, how) && end.code == code, "%s %d", end.how, end.code);
}

static void codes_and_signals_are_told_apart(void)
{
	server_start();
	ended(RUN("arg", misbehave(), "arg", "exit=0"), "exit", 0);
	ended(RUN("arg", misbehave(), "arg", "exit=1"), "exit", 1);
	ended(RUN("arg", misbehave(), "arg", "exit=137"), "exit", 137);
	ended(RUN("arg", misbehave(), "arg", "exit=255"), "exit", 255);
	ended(RUN("arg", misbehave(), "arg", "signal=9"), "signal", 9);
	ended(RUN("arg", misbehave(), "arg", "signal=11"), "signal", 11);
	ended(RUN("arg", misbehave(), "arg", "signal=15"), "signal", 15);
	ended(RUN("arg", misbehave(), "arg", "abort"), "signal", 6);
}

static void a_delay_comes_before_the_exec(void)
{
	uint64_t asked = monotonic_ns(), took;
	struct client client;

	server_start();
	client = client_open();
	ASK(&client, "arg", misbehave(), "delay", "30000000");
	client_started(&client);
	took = monotonic_ns() - asked;
	expect(took >= 30000000, "%llu ns later", (unsigned long long)took);
	ended(client_ended(&client), "exit", 0);
}

static void output_comes_through_its_own_pipes(void)
{
	struct client client;

	server_start();
	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "out=to out", "arg", "err=to err", "arg", "exit=3");
	client_started(&client);

	expect(!strcmp(read_pipe(client.out), "to out"), "differs");
	expect(!strcmp(read_pipe(client.err), "to err"), "differs");
	ended(client_ended(&client), "exit", 3);
	ASK(&client, "arg", misbehave(), "arg", "exit=4");
	client_started(&client);
	ended(client_ended(&client), "exit", 4);
}

static void much_output_comes_whole(void)
{
	struct client client;

	server_start();
	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "out*=1000000", "arg", "exit=4");
	client_started(&client);

	expect(strlen(read_pipe(client.out)) == 1000000, "%zu", strlen(read_pipe(client.out)));
	ended(client_ended(&client), "exit", 4);
}

static void environment_directory_and_input_are_as_asked(void)
{
	struct client client;
	char want[600], *have;

	server_start();
	put_file(below("input"), "the input\n", 10, 0600);
	client = client_open();
	ASK(&client, "env", "PATH=/usr/bin:/bin", "env", "A=b c", "cwd", dir, "stdin", below("input"), "arg", "sh",
	    "arg", "-c", "arg", "tr '\\0' '\\n' < /proc/$$/environ; pwd; cat; for a; do echo \"[$a]\"; done", "arg",
	    "sh", "arg", "", "arg", "two words");
	client_started(&client);
	have = read_pipe(client.out);
	snprintf(want, sizeof(want), "PATH=/usr/bin:/bin\nA=b c\n%s\nthe input\n[]\n[two words]\n", dir);

	expect(!strcmp(have, want), "\"%s\", not \"%s\"", have, want);
}

static void the_default_input_is_empty(void)
{
	server_start();
	ended(RUN("arg", "/bin/sh", "arg", "-c", "arg", "exec cat"), "exit", 0);
}

/* What the program prints, and its pid. */
static char *printed_by(const char *program, const char *option, const char *argument, pid_t *pid)
{
	struct client client = client_open();

	ASK(&client, "arg", program, "arg", option, "arg", argument);
	*pid = client_started(&client);
	return strdup(read_pipe(client.out));
}

static void the_child_is_clean_and_leads_its_group(void)
{
	unsigned long long blocked, ignored;
	char *have;
	pid_t pid;

	server_start();
	have = printed_by("/bin/cat", "--", "/proc/self/stat", &pid);
	expect(strtol(strchr(strchr(have, ')') + 4, ' '), NULL, 10) == pid, "%d: \"%s\"", pid, have);
	have = printed_by("/bin/cat", "--", "/proc/self/status", &pid);
	expect(sscanf(strstr(have, "SigBlk:"), "SigBlk: %llx SigIgn: %llx", &blocked, &ignored) == 2, "%s", have);
	/* 32 and 33 are the C library's; make leaves them ignored. */
	expect(!blocked && !(ignored & ~0x180000000ull), "%#llx %#llx", blocked, ignored);
	/* The last one is that of the directory. */
	have = printed_by("/bin/ls", "--", "/proc/self/fd", &pid);
	expect(!strcmp(have, "0\n1\n2\n3\n"), "\"%s\"", have);
}

static void usage_is_measured(void)
{
	struct ended end;
	uint64_t begin;

	server_start();
	begin = monotonic_ns();
	end = RUN("arg", misbehave(), "arg", "spin=60", "arg", "sleep=40");
	expect(end.utime_us + end.stime_us > 1000 && end.utime_us + end.stime_us < 5000000, "%ld us", end.utime_us);
	expect(end.at_ns - begin >= 100 * NSEC_PER_MSEC && end.at_ns <= monotonic_ns(), "%llu", end.at_ns);
	expect(end.maxrss_kib > 50 && end.nvcsw > 0, "%ld KiB, %ld", end.maxrss_kib, end.nvcsw);
}

static void says(char *line, const char *want)
{
	expect(!strcmp(line, want), "\"%s\", not \"%s\"", line, want);
}

static void a_program_that_does_not_start_says_why(void)
{
	char want[700];

	server_start();
	says(FAILURE("arg", "/nothing/there"),
	       "failed exec 2 /nothing/there: No such file or directory (ENOENT)");
	says(FAILURE("arg", "nothing-there", "env", "PATH=/bin::/usr/bin"),
	       "failed exec 2 nothing-there: No such file or directory (ENOENT)");
	put_file(below("plain"), "not a program", 13, 0644);
	snprintf(want, sizeof(want), "failed exec 13 %s: Permission denied (EACCES)", below("plain"));
	says(FAILURE("arg", below("plain")), want);
	put_file(below("junk"), "not a program", 13, 0755);
	snprintf(want, sizeof(want), "failed exec 8 %s: Exec format error (ENOEXEC)", below("junk"));
	says(FAILURE("arg", below("junk")), want);
	put_file(below("script"), "#!/nothing/there\n", 17, 0755);
	snprintf(want, sizeof(want), "failed exec 2 %s: No such file or directory (ENOENT)", below("script"));
	says(FAILURE("arg", below("script")), want);
	says(FAILURE("arg", "/two\nlines"), "failed exec 2 /two?lines: No such file or directory (ENOENT)");
	says(FAILURE("arg", "true", "cwd", "/nothing/there"),
	       "failed cwd 2 /nothing/there: No such file or directory (ENOENT)");
	says(FAILURE("arg", "true", "stdin", "/nothing/there"),
	       "failed stdin 2 /nothing/there: No such file or directory (ENOENT)");
	ended(RUN("arg", "true", "env", "PATH=/usr/bin:/bin"), "exit", 0);
}

static void a_request_that_makes_no_sense_is_refused(void)
{
	server_start();
	says(FAILURE("cwd", "/"), "failed request 22 read request: arg \"\": at least the program is needed");
	says(FAILURE("arg", ""), "failed request 22 read request: arg \"\": the program has no name");
	says(FAILURE("args", "x"), "failed request 22 read request: args \"x\": not a key that is known here");
	says(FAILURE("arg"), "failed request 22 read request: 1 strings in 4 bytes: not pairs, each ended by NUL");
	says(FAILURE("arg", "x", "cgroup", "rel"),
	       "failed request 22 read request: cgroup \"rel\": not an absolute path");
	says(FAILURE("arg", "x", "own", "leaf"), "failed request 22 read request: own \"leaf\": needs a cgroup");
	says(FAILURE("arg", "x", "cgroup", "/x", "own", "a/b"),
	       "failed request 22 read request: own \"a/b\": not a name");
	says(FAILURE("arg", "x", "cgroup", "/x", "own", ".."),
	       "failed request 22 read request: own \"..\": not a name");
	says(FAILURE("arg", "x", "cgroup", "/nothing/there"),
	       "failed cgroup 2 /nothing/there: No such file or directory (ENOENT)");
}

static void a_request_that_is_too_long_is_refused(void)
{
	struct client client;
	uint32_t len = 5 << 20;

	server_start();
	client = client_open();
	expect(send(client.conn, &len, 4, 0) == 4, "%s", strerror(errno));
	says(client_line(&client), "failed request 7 read request: 5242884 bytes, at most 4194304");
}

static void survivors_of_the_group_are_killed_and_counted(void)
{
	struct client client;
	struct ended end;

	server_start();
	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "ignore=15", "arg", "tree=3", "arg", "out=done", "arg", "exit=6");
	client_started(&client);
	end = client_ended(&client);

	ended(end, "exit", 6);
	expect(end.survivors == 14, "%d", end.survivors);
	expect(end.escapees == 0, "%d", end.escapees);
	expect(!strcmp(read_pipe(client.out), "done"), "differs");
}

static void a_survivor_outside_of_the_group_does_not_delay_the_end(void)
{
	struct client client;
	struct ended end;

	server_start();
	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "daemon", "arg", "exit=6");
	client_started(&client);
	end = client_ended(&client);

	ended(end, "exit", 6);
	expect(end.survivors == 0, "%d", end.survivors);
}

static void kill_ends_all_of_the_group(void)
{
	struct client client;
	struct ended end;

	server_start();
	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "ignore=15", "arg", "fork=", "arg", "out=up", "arg", "sleep=forever");
	client_started(&client);
	expect(!strcmp(read_first(client.out), "up"), "differs");
	client_say(&client, "kill\n");
	end = client_ended(&client);

	ended(end, "signal", 9);
	expect(end.survivors == 0, "%d", end.survivors);
	expect(!strcmp(read_pipe(client.out), ""), "more");
}

static void a_connection_serves_one_after_the_other(void)
{
	struct client client;
	int first;

	server_start();
	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "out=one", "arg", "exit=3");
	client_started(&client);
	ended(client_ended(&client), "exit", 3);
	first = client.out;
	/* It crosses with the end. */
	client_say(&client, "kill\n");
	ASK(&client, "arg", misbehave(), "arg", "out=two", "arg", "signal=9");
	client_started(&client);
	ended(client_ended(&client), "signal", 9);
	expect(!strcmp(read_pipe(first), "one"), "differs");
	expect(!strcmp(read_pipe(client.out), "two"), "differs");
	ASK(&client, "arg", "/nothing/there");
	says(client_line(&client), "failed exec 2 /nothing/there: No such file or directory (ENOENT)");
	ASK(&client, "arg", misbehave());
	client_started(&client);
	ended(client_ended(&client), "exit", 0);
}

static void a_client_that_goes_takes_all_along(void)
{
	struct client client;
	char script[600];
	pid_t leader, child;

	server_start();
	client = client_open();
	snprintf(script, sizeof(script), "trap '' TERM; sleep 1000 & echo $! > %s; sleep 1000", below("pid"));
	ASK(&client, "arg", "/bin/sh", "arg", "-c", "arg", script);
	leader = client_started(&client);
	child = pid_in(below("pid"));
	close(client.conn);
	eventually(gone(leader) && gone(child));
	ended(RUN("arg", misbehave()), "exit", 0);
}

static void the_death_of_the_server_takes_the_leader_along(void)
{
	struct client client;
	pid_t server = server_start(), leader;

	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "sleep=forever");
	leader = client_started(&client);
	kill(server, SIGKILL);
	expect(!client_line(&client), "a line");
	eventually(gone(leader));
}

static void a_stopped_server_ends_all_runs_and_removes_its_socket(void)
{
	struct client client;
	pid_t server = server_start(), leader;
	int status;

	client = client_open();
	ASK(&client, "arg", misbehave(), "arg", "sleep=forever");
	leader = client_started(&client);
	kill(server, SIGTERM);
	ended(client_ended(&client), "signal", 9);
	status = wait_ms(server, 5000);
	expect(status == 0, "status %#x: %s", status, get_file(below("stderr"), NULL));
	expect(gone(leader) && access(below("exec.sock"), F_OK), "left behind");
}

static void many_runs_at_once_do_not_mix(void)
{
	struct client clients[40];
	char out[32], code[32];

	server_start();
	for (int i = 0; i < 40; i++) {
		snprintf(out, sizeof(out), "out=%d", i);
		snprintf(code, sizeof(code), "exit=%d", i);
		clients[i] = client_open();
		ASK(&clients[i], "arg", misbehave(), "arg", out, "arg", "sleep=20", "arg", code);
	}
	for (int i = 39; i >= 0; i--) {
		client_started(&clients[i]);
		ended(client_ended(&clients[i]), "exit", i);
		expect(atoi(read_pipe(clients[i].out)) == i, "%d", i);
	}
}

static void a_child_that_waits_for_its_input_holds_nobody_up(void)
{
	struct client waiting, other;
	struct ended end;
	pid_t pid;

	server_start();
	expect(!mkfifo(below("fifo"), 0600), "%s", strerror(errno));
	other = client_open();
	ASK(&other, "arg", misbehave(), "arg", "out=x");
	waiting = client_open();
	ASK(&waiting, "arg", misbehave(), "arg", "exit=9", "stdin", below("fifo"));
	pause_ms(20);
	client_started(&other);
	expect(!strcmp(read_pipe(other.out), "x"), "differs");
	ended(client_ended(&other), "exit", 0);

	pid = open(below("fifo"), O_WRONLY);
	client_started(&waiting);
	end = client_ended(&waiting);
	ended(end, "exit", 9);
	close(pid);
}

static void requests_may_come_in_pieces(void)
{
	struct client client;
	static const char request[] = "\x13\0\0\0arg\0/bin/sh\0arg\0-c\0";

	server_start();
	client = client_open();
	for (size_t i = 0; i < sizeof(request) - 1; i++) {
		expect(send(client.conn, request + i, 1, 0) == 1, "%s", strerror(errno));
		if (i % 7 == 0)
			pause_ms(2);
	}
	client_started(&client);
	ended(client_ended(&client), "exit", 2);
}

static const struct test tests[] = {
	TEST(codes_and_signals_are_told_apart),
	TEST(a_delay_comes_before_the_exec),
	TEST(output_comes_through_its_own_pipes),
	TEST(much_output_comes_whole),
	TEST(environment_directory_and_input_are_as_asked),
	TEST(the_default_input_is_empty),
	TEST(the_child_is_clean_and_leads_its_group),
	TEST(usage_is_measured),
	TEST(a_program_that_does_not_start_says_why),
	TEST(a_request_that_makes_no_sense_is_refused),
	TEST(a_request_that_is_too_long_is_refused),
	TEST(survivors_of_the_group_are_killed_and_counted),
	TEST(a_survivor_outside_of_the_group_does_not_delay_the_end),
	TEST(kill_ends_all_of_the_group),
	TEST(a_connection_serves_one_after_the_other),
	TEST(a_client_that_goes_takes_all_along),
	TEST(the_death_of_the_server_takes_the_leader_along),
	TEST(a_stopped_server_ends_all_runs_and_removes_its_socket),
	TEST(many_runs_at_once_do_not_mix),
	TEST(a_child_that_waits_for_its_input_holds_nobody_up),
	TEST(requests_may_come_in_pieces),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
