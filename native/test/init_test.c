// SPDX-License-Identifier: Apache-2.0
/*
 * kt init as an ordinary process, on a plain file, with the stand-in agent: what comes out of the log in
 * good days and bad. The same as PID 1 of a real kernel: vm.sh.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

#define LOG_LEN (1 << 20)
#define SIZE ((1 << 20) + LOG_LEN)

static struct peer peer;
static struct archive archive;
static uint64_t deadline_ns;

/* A window without an order, and the agent's script. */
static void prepare(char *const script[])
{
	char text[8192];
	int n = snprintf(text, sizeof(text), "%s/agent\n", programs);

	for (; *script; script++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "%s\n", *script);
	put_file(below("agent.argv"), text, (size_t)n, 0600);
	mkdir(below("root"), 0755);
	peer = peer_open(below("window"), 0, SIZE);
	peer_format(&peer, LOG_LEN);
}

static void order(void)
{
	if (!archive.len)
		archive_end(&archive);
	peer_order(&peer, &archive, deadline_ns);
}

static pid_t init(void)
{
	char window[300], agent[300], root[300], socket[300];
	char *argv[] = { (char *)kt, (char *)"init", (char *)"--no-mounts", (char *)"--window", window,
			 (char *)"--agent", agent, (char *)"--root", root, (char *)"--socket", socket, NULL };

	snprintf(window, sizeof(window), "%s", below("window"));
	snprintf(agent, sizeof(agent), "%s", below("agent.argv"));
	snprintf(root, sizeof(root), "%s", below("root"));
	snprintf(socket, sizeof(socket), "%s", below("exec.sock"));
	return start(argv, 0);
}

/* Waits for the end with the given code; the whole log. */
static struct log *end_of(pid_t pid, int code)
{
	int status = wait_ms(pid, 15000);
	struct log *log;

	expect(status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == code, "status %#x, stderr \"%s\"",
	       status, get_file(below("stderr"), NULL));
	log = peer_read(&peer);
	expect(log->n && log->frames[log->n - 1].type == TYPE_END, "%zu frames", log->n);
	expect(peer.header->state == STATE_DONE, "state %u", peer.header->state);
	return log;
}

#define SCRIPT(...) prepare((char *[]){ __VA_ARGS__, NULL })

/* All in one: the order is there from the start. */
#define RUN(...) (SCRIPT(__VA_ARGS__), order(), end_of(init(), 0))

/* "HELLO READY ..." */
static const char *types(const struct log *log)
{
	static char text[4096];
	size_t n = 0;

	for (size_t i = 0; i < log->n && n < 4000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", i ? " " : "",
				      type_name(log->frames[i].type));
	return text;
}

static void has(const struct log *log, enum window_type type, const char *want)
{
	const struct frame *frame = log_find(log, type);

	expect(frame && !strcmp(frame->text, want), "%s: \"%s\"; all: %s", type_name(type),
	       frame ? frame->text : "none", types(log));
}

static void a_run_leaves_its_story_in_order(void)
{
	struct log *log = RUN("ready", "go", "body:{}", "sleep:30", "out:hello", "sleep:30", "result:{\"x\":1}");

	expect(!strcmp(types(log), "HELLO READY TAKEN BODY STDOUT RESULT AGENT_EXIT END"), "%s", types(log));
	has(log, TYPE_STDOUT, "hello");
	has(log, TYPE_RESULT, "{\"x\":1}");
	has(log, TYPE_AGENT_EXIT, "{\"code\":0}");
	has(log, TYPE_END, "{\"reason\":\"agent\"}");
	expect(strstr(log->frames[0].text, "{\"kernel\":\""), "%s", log->frames[0].text);
	expect(log_find(log, TYPE_READY)->source == SOURCE_AGENT, "READY");
	expect(log_find(log, TYPE_READY)->at_ns == 12345, "READY");
	expect(log_find(log, TYPE_TAKEN)->source == SOURCE_KT, "TAKEN");
}

static void the_order_may_come_when_the_agent_is_ready(void)
{
	pid_t pid;

	SCRIPT("ready", "go", "result:1");
	pid = init();
	eventually(peer.header->state == STATE_READY);
	expect(wait_ms(pid, 50) == -1, "ended without an order");
	order();

	expect(!strcmp(types(end_of(pid, 0)), "HELLO READY TAKEN RESULT AGENT_EXIT END"), "wrong");
}

static void the_archive_is_unpacked_before_go_and_below_the_root(void)
{
	archive_add(&archive, "data/hello", S_IFREG | 0640, 1000, "from the order\n", 15);
	archive_end(&archive);
	has(RUN("ready", "go", "cat:data/hello", "sleep:20"), TYPE_STDOUT, "from the order\n");
}

static void text_comes_before_the_record_sent_after_it(void)
{
	struct log *log = RUN("ready", "go", "out:1", "err:1", "body:1", "out:2", "body:2", "out:3", "body:3", "err:4",
			      "body:4", "out:5", "body:5", "out:6", "body:6", "out:7", "body:7", "out:8", "body:8",
			      "out:9", "result:9");
	char seen = '0';

	for (size_t i = 0; i < log->n; i++) {
		const char *text = log->frames[i].text;

		if (log->frames[i].type == TYPE_BODY || log->frames[i].type == TYPE_RESULT)
			expect(seen >= *text, "record %s after text %c", text, seen);
		else if (log->frames[i].type == TYPE_STDOUT || log->frames[i].type == TYPE_STDERR)
			for (; *text; text++)
				seen = *text > seen ? *text : seen;
	}
}

static void codes_and_signals_of_the_agent_are_told_apart(void)
{
	has(RUN("ready", "go", "exit:7"), TYPE_AGENT_EXIT, "{\"code\":7}");
}

static void the_signal_of_a_dead_agent_is_said(void)
{
	struct log *log = RUN("ready", "go", "out:last words", "signal:11");

	has(log, TYPE_STDOUT, "last words");
	has(log, TYPE_AGENT_EXIT, "{\"signal\":11}");
	expect(!log_find(log, TYPE_RESULT), "RESULT");
}

static void an_agent_that_is_never_ready_still_ends_the_run(void)
{
	struct log *log = RUN("err:cannot", "exit:1");

	has(log, TYPE_STDERR, "cannot");
	has(log, TYPE_AGENT_EXIT, "{\"code\":1}");
	expect(!log_find(log, TYPE_TAKEN), "TAKEN");
}

static void a_broken_archive_is_refused(void)
{
	struct log *log;
	char want[200];

	archive_add(&archive, "f", S_IFREG | 0644, 1, "x", 1);
	archive_end(&archive);
	SCRIPT("ready", "go", "result:1");
	order();
	peer.base[peer.header->order_off + 128 + 110]++;
	log = end_of(init(), 69);

	snprintf(want, sizeof(want), "check archive of %zu bytes: expected CRC %#010x, was %#010x", archive.len,
		 crc32_add(0, archive.bytes, archive.len),
		 crc32_add(0, peer.base + peer.header->order_off + 128, archive.len));
	has(log, TYPE_ERROR, want);
	has(log, TYPE_END, "{\"reason\":\"order\"}");
	expect(!log_find(log, TYPE_TAKEN), "TAKEN");
}

static void an_archive_that_leads_out_is_refused(void)
{
	archive_add(&archive, "../f", S_IFREG | 0644, 1, "x", 1);
	archive_end(&archive);
	SCRIPT("ready", "go", "result:1");
	order();
	has(end_of(init(), 69), TYPE_ERROR, "unpack ../f: the path has a `..`");
}

static void a_deadline_asks_first(void)
{
	struct log *log;

	deadline_ns = 100 * NSEC_PER_MSEC;
	log = RUN("ready", "go", "sleep:60000");

	expect(!strcmp(types(log), "HELLO READY TAKEN TIMEOUT AGENT_EXIT END"), "%s", types(log));
	has(log, TYPE_TIMEOUT, "{\"deadlineNs\":100000000}");
	has(log, TYPE_AGENT_EXIT, "{\"signal\":3}");
	has(log, TYPE_END, "{\"reason\":\"timeout\"}");
	expect(log_find(log, TYPE_TIMEOUT)->at_ns - log_find(log, TYPE_TAKEN)->at_ns >= deadline_ns, "early");
}

static void a_deadline_kills_in_the_end(void)
{
	struct log *log;

	deadline_ns = 50 * NSEC_PER_MSEC;
	log = RUN("noquit", "ready", "go", "sleep:500", "out:dump", "sleep:60000");

	has(log, TYPE_STDOUT, "dump");
	has(log, TYPE_AGENT_EXIT, "{\"signal\":9}");
	expect(log_find(log, TYPE_AGENT_EXIT)->at_ns - log_find(log, TYPE_TIMEOUT)->at_ns < 8 * NSEC_PER_SEC, "late");
}

static void a_stray_that_holds_the_pipes_delays_nothing(void)
{
	has(RUN("ready", "go", "orphan", "out:x", "result:1"), TYPE_AGENT_EXIT, "{\"code\":0}");
}

static void a_stray_that_writes_for_ever_delays_nothing(void)
{
	struct log *log = RUN("ready", "go", "orphan:writes", "sleep:50", "result:1");

	has(log, TYPE_RESULT, "1");
	has(log, TYPE_AGENT_EXIT, "{\"code\":0}");
}

static void a_flood_of_text_is_counted_and_hides_nothing(void)
{
	struct log *log = RUN("ready", "go", "flood:5000000", "result:the verdict");
	uint64_t text = strlen(log_join(log, TYPE_STDOUT));

	has(log, TYPE_RESULT, "the verdict");
	has(log, TYPE_AGENT_EXIT, "{\"code\":0}");
	expect(text > LOG_LEN - WINDOW_LOG_RESERVE - 70000, "%llu", (unsigned long long)text);
	expect(text + peer.header->dropped_bytes == 5000000, "%llu dropped",
	       (unsigned long long)peer.header->dropped_bytes);
	expect(peer.header->dropped_records > 0, "none dropped");
}

static void a_record_longer_than_a_pipe_comes_whole(void)
{
	struct log *log = RUN("ready", "go", "big:900000", "result:1");

	expect(log_find(log, TYPE_PAYLOAD)->len == 900000, "%zu", log_find(log, TYPE_PAYLOAD)->len);
	expect(!peer.header->dropped_records, "dropped");
	has(log, TYPE_RESULT, "1");
}

static void a_record_longer_than_the_log_is_counted_and_passes_by(void)
{
	struct log *log = RUN("ready", "go", "big:3000000", "body:after", "result:1");

	expect(!log_find(log, TYPE_PAYLOAD), "PAYLOAD");
	expect(peer.header->dropped_records == 1 && peer.header->dropped_bytes == 3000000, "%llu, %llu",
	       (unsigned long long)peer.header->dropped_records, (unsigned long long)peer.header->dropped_bytes);
	has(log, TYPE_BODY, "after");
	has(log, TYPE_RESULT, "1");
}

static void half_a_record_is_noted(void)
{
	has(RUN("ready", "go", "half:only this"), TYPE_NOTE, "agent ended inside a record: had 25 of 1016 bytes");
}

static void a_type_that_is_not_the_agents_is_an_error(void)
{
	struct log *log = RUN("ready", "go", "type:12", "sleep:100");

	has(log, TYPE_ERROR, "read a record of the agent: type 12, 1 bytes: not a type an agent sends");
	expect(!strcmp(types(log), "HELLO READY TAKEN ERROR AGENT_EXIT END"), "%s", types(log));
}

static void an_agent_that_is_not_there_is_an_error(void)
{
	struct log *log;

	SCRIPT("x");
	put_file(below("agent.argv"), "/nothing/there\n-x\n", 18, 0600);
	log = end_of(init(), 69);
	has(log, TYPE_ERROR, "start /nothing/there: No such file or directory (ENOENT)");
	has(log, TYPE_END, "{\"reason\":\"setup\"}");
	expect(!strcmp(get_file(below("stderr"), NULL),
		       "kt init: start /nothing/there: No such file or directory (ENOENT)\n"),
	       "%s", get_file(below("stderr"), NULL));
}

static void an_agent_without_arguments_is_an_error(void)
{
	char want[400];

	SCRIPT("x");
	put_file(below("agent.argv"), "", 0, 0600);
	snprintf(want, sizeof(want), "start the agent: no arguments in %s", below("agent.argv"));
	has(end_of(init(), 69), TYPE_ERROR, want);
}

static void a_missing_window_is_said(void)
{
	char want[400];
	int status;

	SCRIPT("x");
	expect(!unlink(below("window")), "%s", strerror(errno));
	status = wait_ms(init(), 5000);
	snprintf(want, sizeof(want), "kt init: open window %s: No such file or directory (ENOENT)\n", below("window"));
	expect(status >= 0 && WEXITSTATUS(status) == 69, "status %#x", status);
	expect(!strcmp(get_file(below("stderr"), NULL), want), "%s", get_file(below("stderr"), NULL));
}

static void an_ordinary_process_must_not_mount(void)
{
	char *argv[] = { (char *)kt, (char *)"init", NULL };
	pid_t pid = start(argv, 0);
	char want[200];
	int status = wait_ms(pid, 5000);

	snprintf(want, sizeof(want),
		 "kt init: read arguments: process %d is not PID 1, so --no-mounts is needed\n", pid);
	expect(status >= 0 && WEXITSTATUS(status) == 64, "status %#x", status);
	expect(!strcmp(get_file(below("stderr"), NULL), want), "%s", get_file(below("stderr"), NULL));
}

static void a_signal_stops_it(void)
{
	pid_t pid;

	SCRIPT("ready", "go", "sleep:60000");
	order();
	pid = init();
	eventually(peer.header->state == STATE_TAKEN);
	kill(pid, SIGTERM);

	has(end_of(pid, 69), TYPE_END, "{\"reason\":\"stopped\"}");
	has(peer_read(&peer), TYPE_AGENT_EXIT, "{\"signal\":9}");
}

static void the_launcher_serves_the_agent(void)
{
	struct log *log = RUN("ready", "go", "run:arg=/bin/sh,arg=-c,arg=echo from the payload; exit 3", "result:1");
	char *text = log_join(log, TYPE_STDOUT);

	expect(strstr(text, "from the payload\n") && strstr(text, "ended exit 3 "), "%s", text);
}

static bool exists(const char *name)
{
	return !access(below("%s", name), F_OK);
}

static void nothing_is_left_behind(void)
{
	char request[600];
	struct log *log;

	/* Ends by itself when its directory is gone, should this test fail. */
	snprintf(request, sizeof(request),
		 "run:arg=/bin/sh,arg=-c,arg=setsid sh -c 'touch %s; while [ -d %s ]; do sleep 0.05; touch %s; done' "
		 ">/dev/null 2>&1 & while [ ! -f %s ]; do sleep 0.01; done",
		 below("stray"), below("root"), below("stray"), below("stray"));
	log = RUN("ready", "go", request, "result:1");
	has(log, TYPE_RESULT, "1");
	expect(exists("stray"), "%s", log_join(log, TYPE_STDOUT));
	expect(!unlink(below("stray")), "%s", strerror(errno));
	pause_ms(150);
	expect(!exists("stray"), "still there");
	expect(!exists("exec.sock"), "the socket is still there");
}

static void the_death_of_the_launcher_is_an_error(void)
{
	struct log *log = RUN("ready", "go", "run:arg=/bin/sh,arg=-c,arg=kill -9 $PPID", "sleep:50", "result:1");

	has(log, TYPE_ERROR, "run kt exec: it ended: {\"signal\":9}");
	has(log, TYPE_RESULT, "1");
}

static void what_the_launcher_says_is_a_note(void)
{
	struct log *log;

	SCRIPT("ready", "go", "result:1");
	mkdir(below("exec.sock"), 0755);
	order();
	log = end_of(init(), 69);

	expect(log_find(log, TYPE_NOTE) && strstr(log_find(log, TYPE_NOTE)->text, "kt exec: listen at "), "%s",
	       types(log));
	has(log, TYPE_ERROR, "run kt exec: it ended: {\"code\":69}");
	has(log, TYPE_END, "{\"reason\":\"setup\"}");
}

static const struct test tests[] = {
	TEST(a_run_leaves_its_story_in_order),
	TEST(the_order_may_come_when_the_agent_is_ready),
	TEST(the_archive_is_unpacked_before_go_and_below_the_root),
	TEST(text_comes_before_the_record_sent_after_it),
	TEST(codes_and_signals_of_the_agent_are_told_apart),
	TEST(the_signal_of_a_dead_agent_is_said),
	TEST(an_agent_that_is_never_ready_still_ends_the_run),
	TEST(a_broken_archive_is_refused),
	TEST(an_archive_that_leads_out_is_refused),
	TEST(a_deadline_asks_first),
	TEST(a_deadline_kills_in_the_end),
	TEST(a_stray_that_holds_the_pipes_delays_nothing),
	TEST(a_stray_that_writes_for_ever_delays_nothing),
	TEST(a_flood_of_text_is_counted_and_hides_nothing),
	TEST(a_record_longer_than_a_pipe_comes_whole),
	TEST(a_record_longer_than_the_log_is_counted_and_passes_by),
	TEST(half_a_record_is_noted),
	TEST(a_type_that_is_not_the_agents_is_an_error),
	TEST(an_agent_that_is_not_there_is_an_error),
	TEST(an_agent_without_arguments_is_an_error),
	TEST(a_missing_window_is_said),
	TEST(an_ordinary_process_must_not_mount),
	TEST(a_signal_stops_it),
	TEST(the_launcher_serves_the_agent),
	TEST(nothing_is_left_behind),
	TEST(the_death_of_the_launcher_is_an_error),
	TEST(what_the_launcher_says_is_a_note),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
