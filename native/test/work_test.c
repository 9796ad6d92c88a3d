// SPDX-License-Identifier: Apache-2.0
/* kt work as a service: start, stop, placement, death, refusals. What each kind of work does: types_test.c. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"
#include "worker.h"

static pid_t only_tid(void)
{
	return atoi(strrchr(work_ask("pids x"), ' '));
}

static void workers_wait_for_go_and_begin_together(void)
{
	struct counts *counts;

	work_start();
	work_says("spawned a", "spawn a type=SpinWait workers=3");
	work_says("spawned b", "spawn b type=SpinWait workers=2 shape=thread");
	work_says("sampled ", "sample a");
	counts = work_counts();
	expect(counts->n == 3 && !counts->iterations && !strcmp(counts->worker[0].how, "waiting"), "%s", counts->text);
	work_says("going ", "go");
	pause_ms(50);
	work_says("stopped ", "stop a");
	expect(counts->n == 3 && counts->iterations, "%s", counts->text);
	for (int i = 0; i < counts->n; i++)
		expect(counts->worker[i].began && !strcmp(counts->worker[i].how, "stopped"), "%s", counts->text);
	work_says("stopped ", "stop");
	expect(counts->n == 2 && counts->iterations, "%s", counts->text);
}

static void a_sleeper_is_woken_to_stop(void)
{
	struct counts *counts;
	uint64_t begin_ns;

	work_start();
	work_says("spawned x", "spawn x type=Bursty workers=2 arg.burst_ns=0 arg.sleep_ns=60000000000");
	work_says("going ", "go");
	pause_ms(50);
	begin_ns = monotonic_ns();
	work_says("stopped ", "stop x");
	expect(monotonic_ns() - begin_ns < 5 * NSEC_PER_SEC, "as long as it may take");
	counts = work_counts();
	expect(!strcmp(counts->worker[0].how, "stopped"), "%s", counts->text);
	/* A sleep that was cut short says nothing of wakes. */
	expect(counts->blocked == 2 && !counts->wake, "%lld, %lld", counts->blocked, counts->wake);
}

static void placement_is_what_was_asked_for(void)
{
	static const char *const shapes[] = { "process", "thread" };

	work_start();
	for (int i = 0; i < 2; i++) {
		pid_t tid;

		work_says("spawned x", "spawn x type=SpinWait workers=1 shape=%s policy=batch nice=5 cpus=1 comm=a%%20name "
			  "uid=1234 gid=2345", shapes[i]);
		tid = only_tid();
		expect(stat_field(tid, 41) == 3 && stat_field(tid, 19) == 5, "%lld", stat_field(tid, 41));
		expect(!strcmp(proc_value(tid, "status", "Cpus_allowed_list:"), "1"), "affinity");
		expect(!strcmp(proc_value(tid, "status", "Name:"), "a name"), "name");
		expect(!strncmp(proc_value(tid, "status", "Uid:"), "1234\t1234", 9), "user");
		expect(!strncmp(proc_value(tid, "status", "Gid:"), "2345\t2345", 9), "group");
		work_says("stopped ", "stop");
	}
	work_says("spawned x", "spawn x type=SpinWait workers=1 policy=rr priority=7");
	expect(stat_field(only_tid(), 41) == 2 && stat_field(only_tid(), 40) == 7, "rr");
	work_says("stopped ", "stop");
	work_says("spawned x", "spawn x type=SpinWait workers=1 policy=deadline runtime_ns=1000000 deadline_ns=5000000 "
		  "period_ns=10000000");
	expect(stat_field(only_tid(), 41) == 6, "deadline");
}

static void sets_of_cpus_are_dealt_out_in_turn(void)
{
	int a, b, c;

	work_start();
	work_says("spawned x", "spawn x type=SpinWait workers=3 cpus=0;1");
	expect(sscanf(work_ask("pids x"), "pids x %d %d %d", &a, &b, &c) == 3, "pids");
	expect(!strcmp(proc_value(a, "status", "Cpus_allowed_list:"), "0"), "first");
	expect(!strcmp(proc_value(b, "status", "Cpus_allowed_list:"), "1"), "second");
	expect(!strcmp(proc_value(c, "status", "Cpus_allowed_list:"), "0"), "third");
	work_says("done x", "affinity x cpus=1");
	expect(!strcmp(proc_value(a, "status", "Cpus_allowed_list:"), "1"), "changed");
}

static void what_the_kernel_refuses_fails_the_group(void)
{
	work_start();
	work_says("failed x 0 policy 22 SpinWait: Invalid argument (EINVAL)",
		  "spawn x type=SpinWait workers=2 policy=rr priority=200");
	work_says("failed x 0 policy 22 SpinWait: Invalid argument (EINVAL)",
		  "spawn x type=SpinWait workers=2 shape=thread policy=rr priority=200");
	work_says("failed x 0 cgroup 2 /nothing/there: No such file or directory (ENOENT)",
		  "spawn x type=SpinWait workers=1 cgroup=/nothing/there");
	work_says("failed x 0 type 2 Custom: No such file or directory (ENOENT)",
		  "spawn x type=Custom workers=1 arg.text=/nothing/there");
	work_says("failed x 0 type 0 PipeIo: 3 workers: not a multiple of 2, which belong together",
		  "spawn x type=PipeIo workers=3");
	work_says("sampled ", "sample");
	work_says("spawned x", "spawn x type=SpinWait workers=1");
}

static void a_line_that_makes_no_sense_is_refused(void)
{
	work_start();
	work_says("failed ? 0 request 22 \"hello\": not known here, or no such group", "hello");
	work_says("failed ? 0 request 22 spawn without an id", "spawn");
	work_says("failed x 0 request 22 type \"Sleep\": not known here, or out of range", "spawn x type=Sleep");
	work_says("failed x 0 request 22 workers \"0\": not known here, or out of range",
		  "spawn x type=SpinWait workers=0");
	work_says("failed x 0 request 22 type and workers are needed", "spawn x type=SpinWait");
	work_says("failed x 0 request 22 \"fast\": not of the form key=value", "spawn x fast");
	work_says("failed x 0 request 22 arg.turns \"1\": not known here, or out of range",
		  "spawn x type=SpinWait arg.turns=1");
	work_says("failed x 0 request 22 cpus \"3-1\": not known here, or out of range",
		  "spawn x type=SpinWait workers=1 cpus=3-1");
	work_says("failed x 0 request 22 ForkExit as threads: its workers must be processes",
		  "spawn x type=ForkExit workers=1 shape=thread");
	work_says("failed y 0 request 2 there is no group of this id", "stop y");
	work_says("spawned x", "spawn x type=SpinWait workers=1");
	work_says("failed x 0 request 17 there is a group of this id", "spawn x type=SpinWait workers=1");
	work_says("failed x 0 request 22 affinity needs cpus=LIST", "affinity x nice=1");
	work_says("failed x 0 request 22 move needs cgroup=PATH", "move x nice=1");
}

static void a_killed_worker_is_told_at_once_and_keeps_its_numbers(void)
{
	struct counts *counts = work_counts();

	work_start();
	work_says("spawned x", "spawn x type=SpinWait workers=1");
	work_says("going ", "go");
	pause_ms(50);
	kill(only_tid(), SIGKILL);
	work_tells("died x 0 signal 9");
	work_says("sampled ", "sample x");
	expect(!strcmp(counts->worker[0].how, "signal 9"), "%s", counts->text);
	expect(counts->iterations && counts->worker[0].run_ns > 0 && counts->worker[0].voluntary >= 0, "%s", counts->text);
}

static void a_worker_that_does_not_stop_is_killed(void)
{
	struct counts *counts = work_counts();

	work_start();
	work_says("spawned x", "spawn x type=SpinWait workers=1");
	work_says("going ", "go");
	kill(only_tid(), SIGSTOP);
	work_says("stopped ", "stop within=100 x");
	expect(!strcmp(counts->worker[0].how, "did not stop"), "%s", counts->text);
}

static void workers_go_with_their_client(void)
{
	pid_t server = work_start(), tid;
	int status;

	work_says("spawned x", "spawn x type=SpinWait workers=2");
	work_says("going ", "go");
	tid = only_tid();
	work_hang_up();
	status = wait_ms(server, 5000);
	expect(status == 0, "%d: %s", status, get_file(below("stderr"), NULL));
	expect(kill(tid, 0), "still there");
}

static void workers_go_with_kt_work(void)
{
	/* Another user makes the kernel forget whose death is theirs. */
	static const char *const kinds[] = { "", "uid=1234", "gid=2345", "shape=thread uid=1234 gid=2345" };

	for (unsigned int i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		pid_t server = work_start(), tid;

		work_says("spawned x", "spawn x type=SpinWait workers=1 %s", kinds[i]);
		tid = only_tid();
		kill(server, SIGKILL);
		eventually(gone(tid));
		work_hang_up();
		unlink(below("stdout"));
	}
}

static void run_delay_and_cpu_time_are_those_of_the_kernel(void)
{
	struct counts *counts;
	struct counted *w;

	work_start();
	/*
	 * Three on one CPU: each has a third of it, and waits for the rest. Long enough for what a busy machine adds
	 * between the first look and the gate.
	 */
	counts = work_run(2000, "type=SpinWait workers=3 cpus=0");
	for (int i = 0; i < counts->n; i++) {
		long long wall;

		w = &counts->worker[i];
		wall = w->ended - w->began;
		expect(llabs(w->cpu_ns - w->run_ns) * 50 <= w->run_ns, "%s", counts->text);
		/* Running and waiting to run is all that a spinner does. */
		expect(llabs(w->run_ns + w->delay_ns - wall) * 50 <= wall, "%s", counts->text);
		expect(w->involuntary > 0 && w->gap_ns > 0, "%s", counts->text);
	}
}

static void a_gap_is_seen_and_placed(void)
{
	struct counts *counts = work_counts();
	pid_t tid;

	work_start();
	work_says("spawned x", "spawn x type=AluHot workers=1");
	work_says("going ", "go");
	pause_ms(50);
	tid = only_tid();
	kill(tid, SIGSTOP);
	pause_ms(300);
	kill(tid, SIGCONT);
	pause_ms(50);
	work_says("stopped ", "stop x");
	expect(counts->worker[0].gap_ns >= 290 * 1000000ll, "%s", counts->text);
	expect(counts->worker[0].gap_at_ns > counts->worker[0].began, "%s", counts->text);
}

int main(int argc, char **argv)
{
	static const struct test tests[] = {
		TEST(workers_wait_for_go_and_begin_together),
		TEST(a_sleeper_is_woken_to_stop),
		TEST(placement_is_what_was_asked_for),
		TEST(sets_of_cpus_are_dealt_out_in_turn),
		TEST(what_the_kernel_refuses_fails_the_group),
		TEST(a_line_that_makes_no_sense_is_refused),
		TEST(a_killed_worker_is_told_at_once_and_keeps_its_numbers),
		TEST(a_worker_that_does_not_stop_is_killed),
		TEST(workers_go_with_their_client),
		TEST(workers_go_with_kt_work),
		TEST(run_delay_and_cpu_time_are_those_of_the_kernel),
		TEST(a_gap_is_seen_and_placed),
	};

	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
