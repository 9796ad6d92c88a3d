// SPDX-License-Identifier: Apache-2.0
/* Each kind of work does what it says, by the kernel's own counters. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker.h"

static void each_worker(struct counts *counts, bool blocks)
{
	for (int i = 0; i < counts->n; i++) {
		const struct counted *w = &counts->worker[i];

		expect(!strcmp(w->how, "stopped") && w->iterations > 0 && w->run_ns > 0, "%s", counts->text);
		/* Starting takes some waits: memory, the gate. */
		expect(blocks ? w->voluntary > 1 : w->voluntary < 20, "%s", counts->text);
	}
}

static void those_that_compute_do_not_block(void)
{
	static const char *const words[] = {
		"type=SpinWait workers=2",	"type=AluHot workers=2 shape=thread", "type=CachePressure workers=2",
		"type=IpcVariance workers=1",	"type=PageFaultChurn workers=1",
		NULL,
	};

	work_start();
	for (const char *const *each = words; *each; each++) {
		struct counts *counts = work_run(100, *each);

		each_worker(counts, false);
		expect(!counts->blocked && !counts->wake && counts->gap, "%s", counts->text);
	}
}

static void those_that_yield_go_on_without_blocking(void)
{
	static const char *const words[] = { "type=YieldHeavy workers=2 cpus=0", "type=Mixed workers=2 cpus=0",
					     "type=CacheYield workers=2 cpus=0", NULL };

	work_start();
	for (const char *const *each = words; *each; each++) {
		struct counts *counts = work_run(150, *each);

		expect(counts->worker[0].iterations && counts->worker[1].iterations, "%s", counts->text);
		/* Two on one CPU: a yield puts the other on. */
		expect(counts->worker[0].slices > 20, "%s", counts->text);
	}
}

static void those_that_wake_each_other_block_and_are_woken(void)
{
	static const char *const words[] = {
		"type=PipeIo workers=4",
		"type=PipeIo workers=4 shape=thread",
		"type=CachePipe workers=2",
		"type=FutexPingPong workers=2",
		"type=FutexPingPong workers=2 shape=thread",
		"type=FutexFanOut workers=5",
		"type=FanOutCompute workers=5 arg.size_kib=16",
		"type=WakeChain workers=4 arg.work_ns=10000",
		"type=WakeChain workers=4 arg.by_futex=1 arg.work_ns=10000",
		"type=ThunderingHerd workers=8",
		"type=EpollStorm workers=2 arg.waiters=1",
		"type=SignalStorm workers=2",
		"type=SignalStorm workers=2 shape=thread",
		"type=AsymmetricWaker workers=2",
		"type=MutexContention workers=4 arg.hold_turns=200000 arg.work_turns=1000",
		"type=PriorityInversion workers=3",
		"type=PriorityInversion workers=3 arg.inherit=0",
		"type=ProducerConsumerImbalance workers=3",
		NULL,
	};

	work_start();
	for (const char *const *each = words; *each; each++) {
		struct counts *counts = work_run(200, *each);
		long long voluntary = 0;

		expect(counts->blocked && counts->wake && counts->iterations, "%s: %s", *each, counts->text);
		/* One of them may find each time that its turn has come already. */
		for (int i = 0; i < counts->n; i++)
			voluntary += counts->worker[i].voluntary;
		expect(voluntary > 2 * counts->n, "%s: %s", *each, counts->text);
	}
}

static void those_that_sleep_are_woken_by_the_timer(void)
{
	static const char *const words[] = {
		"type=Bursty workers=2 arg.burst_ns=1000000 arg.sleep_ns=2000000",
		"type=IdleChurn workers=2 arg.precise=1",
		"type=Sequence workers=1 arg.text=spin:1000000,alu:1000000,yield:500000,sleep:2000000",
		NULL,
	};

	work_start();
	for (const char *const *each = words; *each; each++) {
		struct counts *counts = work_run(200, *each);

		each_worker(counts, true);
		expect(counts->wake > 5 && counts->wake <= counts->blocked, "%s", counts->text);
		expect(counts->worker[0].voluntary >= counts->worker[0].iterations - 1, "%s", counts->text);
	}
}

static void a_fifo_worker_preempts(void)
{
	struct counts *counts;

	work_start();
	counts = work_run(300, "type=PreemptStorm workers=3 cpus=0");
	/* The first gets the CPU at once, from the others, which wait for each other. */
	expect(counts->worker[0].iterations > 20, "%s", counts->text);
	for (int i = 1; i < 3; i++)
		expect(counts->worker[0].delay_ns * 10 < counts->worker[i].delay_ns && counts->worker[i].involuntary > 5,
		       "%s", counts->text);
}

static void a_hog_starves_its_victims(void)
{
	struct counts *counts;

	work_start();
	/*
	 * The kernel keeps a twentieth of each second for others. How long a turn is tells little where the machine itself
	 * has to wait: that time counts for whoever has the CPU. How many there are does: two equals would take hundreds.
	 */
	counts = work_run(1000, "type=RtStarvation workers=2 cpus=0 arg.priority=1");
	expect(counts->worker[1].slices < 20 && counts->worker[1].delay_ns > 700 * (long long)NSEC_PER_MSEC, "%s", counts->text);
}

static long long processes_ever(void)
{
	return atoll(strstr(get_file("/proc/stat", NULL), "processes ") + 10);
}

static void forks_fork(void)
{
	struct counts *counts;
	long long before;

	work_start();
	before = processes_ever();
	counts = work_run(150, "type=ForkExit workers=2");
	expect(counts->iterations > 0 && processes_ever() - before >= counts->iterations, "%s", counts->text);
	expect(counts->blocked == counts->iterations, "%s", counts->text);
}

/*
 * How many values a field of the only worker has in 200 looks; if that is fewer than wanted, in up to 5 s: a busy machine
 * may let it wait.
 */
static int values(const char *words, long long (*look)(pid_t), int want)
{
	long long seen[64];
	int n = 0;
	pid_t tid;

	work_says("spawned x", "spawn x %s", words);
	tid = atoi(strrchr(work_ask("pids x"), ' '));
	work_says("going ", "go");
	for (int i = 0; i < (n < want ? 5000 : 200) && n < 64; i++) {
		long long value = look(tid);
		int at = 0;

		while (at < n && seen[at] != value)
			at++;
		if (at == n)
			seen[n++] = value;
		pause_ms(1);
	}
	work_says("stopped ", "stop x");
	return n;
}

static long long nice_of(pid_t pid)
{
	return stat_field(pid, 19);
}

static long long policy_of(pid_t pid)
{
	return stat_field(pid, 41);
}

static long long cpus_of(pid_t pid)
{
	return strtoll(proc_value(pid, "status", "Cpus_allowed:"), NULL, 16);
}

static void those_that_churn_change(void)
{
	int n;

	work_start();
	n = values("type=NiceSweep workers=1", nice_of, 11);
	expect(n > 10, "%d nice values", n);
	n = values("type=PolicyChurn workers=1", policy_of, 3);
	expect(n >= 3, "%d policies", n);
	n = values("type=AffinityChurn workers=1", cpus_of, 2);
	expect(n >= 2, "%d affinities", n);
	n = values("type=CrossAffinityChurn workers=2", cpus_of, 2);
	expect(n == 2, "%d affinities", n);
}

static void page_faults_are_taken(void)
{
	struct counts *counts = work_counts();
	long long faults;
	pid_t tid;

	work_start();
	work_says("spawned x", "spawn x type=PageFaultChurn workers=1");
	tid = atoi(strrchr(work_ask("pids x"), ' '));
	work_says("going ", "go");
	pause_ms(150);
	work_says("sampled ", "sample x");
	faults = stat_field(tid, 10);
	/* Of 256 random pages of 1024 some 230 are different ones. */
	expect(counts->iterations > 5 && faults > 200 * counts->iterations, "%lld faults, %s", faults, counts->text);
}

static void io_is_done(void)
{
	static const char *const types[] = { "IoSyncWrite", "IoRandRead", "IoConvoy", NULL };

	work_start();
	for (const char *const *type = types; *type; type++) {
		struct counts *counts = work_counts();
		long long bytes;
		char *io;
		pid_t tid;

		work_says("spawned x", "spawn x type=%s workers=1 arg.text=%s", *type, dir);
		tid = atoi(strrchr(work_ask("pids x"), ' '));
		work_says("going ", "go");
		pause_ms(100);
		work_says("sampled ", "sample x");
		io = proc_value(tid, "io", "rchar:");
		bytes = atoll(io) + atoll(proc_value(tid, "io", "wchar:"));
		expect(counts->units > 0 && bytes >= 4096 * counts->units, "%lld bytes, %s", bytes, counts->text);
		expect(counts->blocked > 0, "%s", counts->text);
		work_says("stopped ", "stop x");
	}
}

static void another_program_runs_in_the_worker_s_place(void)
{
	struct counts *counts = work_counts();
	pid_t tid;

	work_start();
	work_says("spawned x", "spawn x type=Custom workers=1 arg.text=%s/misbehave%%20spin=60000", programs);
	work_says("going ", "go");
	tid = atoi(strrchr(work_ask("pids x"), ' '));
	eventually(!strcmp(proc_value(tid, "status", "Name:"), "misbehave"));
	pause_ms(50);
	work_says("stopped ", "stop x");
	expect(!strcmp(counts->worker[0].how, "stopped") && counts->worker[0].run_ns > 0, "%s", counts->text);
	expect(!counts->iterations, "%s", counts->text);
}

static void pairs_without_siblings_and_single_nodes_are_refused(void)
{
	struct stat node;

	work_start();
	if (stat("/sys/devices/system/node/node1", &node)) {
		work_says("failed x 0 type 19 NumaMigrationChurn: No such device (ENODEV)",
			  "spawn x type=NumaMigrationChurn workers=1");
		work_says("failed x 0 type 19 NumaWorkingSetSweep: No such device (ENODEV)",
			  "spawn x type=NumaWorkingSetSweep workers=1");
	}
	work_says("failed x 0 type 19 SmtSiblingSpin: No such device (ENODEV)",
		  "spawn x type=SmtSiblingSpin workers=2 cpus=0");
}

static char cgroup[400];

static void remove_cgroups(void)
{
	for (int i = 0; i < 200; i++) {
		char path[450];

		snprintf(path, sizeof(path), "%s/a", cgroup);
		rmdir(path);
		snprintf(path, sizeof(path), "%s/b", cgroup);
		rmdir(path);
		if (!rmdir(cgroup) || errno == ENOENT)
			return;
		pause_ms(10);
	}
}

static void make_cgroups(void)
{
	char *text = get_file("/proc/self/mounts", NULL), *line, at[300], type[100], path[450];

	while ((line = next_line(&text))) {
		if (sscanf(line, "%*s %299s %99s", at, type) != 2 || strcmp(type, "cgroup2"))
			continue;
		snprintf(cgroup, sizeof(cgroup), "%s/kt-types-%d", at, getpid());
		if (mkdir(cgroup, 0755))
			continue;
		atexit(remove_cgroups);
		snprintf(path, sizeof(path), "%s/a", cgroup);
		expect(!mkdir(path, 0755), "%s", strerror(errno));
		snprintf(path, sizeof(path), "%s/b", cgroup);
		expect(!mkdir(path, 0755), "%s", strerror(errno));
		return;
	}
	skip("no cgroup v2 hierarchy that can be written");
}

static long long cgroup_of(pid_t pid)
{
	char path[64], *text;

	snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	text = strstr(get_file(path, NULL), "0::");
	return text[strcspn(text, "\n") - 1];
}

static void cgroups_are_changed(void)
{
	char words[1200];
	int n;

	make_cgroups();
	work_start();
	snprintf(words, sizeof(words), "type=CgroupChurn workers=1 cgroup=%s/a arg.text=%s/b arg.every_ns=3000000", cgroup,
		 cgroup);
	n = values(words, cgroup_of, 2);
	expect(n == 2, "%d cgroups", n);
	snprintf(words, sizeof(words), "type=CgroupAttachStorm workers=1 cgroup=%s/a arg.text=%s/b", cgroup, cgroup);
	expect(work_run(150, words)->units > 0, "nobody was moved: %s", work_counts()->text);
	work_says("spawned x", "spawn x type=SpinWait workers=2 cgroup=%s/a", cgroup);
	work_says("done x", "move x cgroup=%s/b", cgroup);
	expect(cgroup_of(atoi(strrchr(work_ask("pids x"), ' '))) == 'b', "not moved");
	work_says("stopped ", "stop");
}

int main(int argc, char **argv)
{
	static const struct test tests[] = {
		TEST(those_that_compute_do_not_block),
		TEST(those_that_yield_go_on_without_blocking),
		TEST(those_that_wake_each_other_block_and_are_woken),
		TEST(those_that_sleep_are_woken_by_the_timer),
		TEST(a_fifo_worker_preempts),
		TEST(a_hog_starves_its_victims),
		TEST(forks_fork),
		TEST(those_that_churn_change),
		TEST(page_faults_are_taken),
		TEST(io_is_done),
		TEST(another_program_runs_in_the_worker_s_place),
		TEST(pairs_without_siblings_and_single_nodes_are_refused),
		TEST(cgroups_are_changed),
	};

	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
