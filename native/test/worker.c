// SPDX-License-Identifier: Apache-2.0
/* See worker.h. */
#include "worker.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LIMIT_MS 15000

static int conn = -1;
static char in[1 << 20];
static size_t in_len;
static struct counts counts;

pid_t work_start(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	char socket_path[300];
	char *argv[] = { (char *)kt, (char *)"work", socket_path, NULL };
	pid_t pid;

	snprintf(socket_path, sizeof(socket_path), "%s", below("work.sock"));
	pid = start(argv, 0);
	eventually(!strcmp(get_file(below("stdout"), NULL), "listening\n"));
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%.107s", socket_path);
	conn = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	expect(!connect(conn, (struct sockaddr *)&addr, sizeof(addr)), "%s", strerror(errno));
	return pid;
}

void work_hang_up(void)
{
	close(conn);
}

static char *next_answer(void)
{
	struct pollfd fd = { conn, POLLIN, 0 };
	char *end, *line;

	while (!(end = memchr(in, '\n', in_len))) {
		ssize_t got;

		expect(poll(&fd, 1, LIMIT_MS) == 1, "no answer within 15 s");
		got = read(conn, in + in_len, sizeof(in) - in_len);
		expect(got > 0, "kt work is gone: %s", get_file(below("stderr"), NULL));
		in_len += (size_t)got;
	}
	*end = '\0';
	line = strdup(in);
	in_len -= (size_t)(end + 1 - in);
	memmove(in, end + 1, in_len);
	return line;
}

static long long count_of(const char *report, const char *name)
{
	char key[64];
	const char *at;

	snprintf(key, sizeof(key), "\"%s\":{\"count\":", name);
	at = strstr(report, key);
	expect(at, "no %s in %s", name, report);
	return atoll(at + strlen(key));
}

static void take_apart(const char *report)
{
	const char *at = strstr(report, "\"workers\":[");

	memset(&counts, 0, sizeof(counts));
	snprintf(counts.text, sizeof(counts.text), "%s", report);
	counts.blocked = count_of(report, "blocked");
	counts.wake = count_of(report, "wake");
	counts.gap = count_of(report, "gap");
	expect(at, "%s", report);
	for (at += 11; *at == '[' && counts.n < 64; at += 2 + (at[2] == ',')) {
		struct counted *w = &counts.worker[counts.n++];

		expect(sscanf(at,
			      "[%d,\"%31[^\"]\",%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%d",
			      &w->tid, w->how, &w->began, &w->ended, &w->iterations, &w->units, &w->cpu_ns,
			      &w->run_ns, &w->delay_ns, &w->slices, &w->voluntary, &w->involuntary, &w->migrations,
			      &w->gap_ns, &w->gap_at_ns, &w->gap_cpu) == 16, "%s", at);
		counts.iterations += w->iterations;
		counts.units += w->units;
		at = strstr(at, "]]");
	}
}

char *work_ask(const char *format, ...)
{
	char line[4096];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	line[len++] = '\n';
	expect(send(conn, line, (size_t)len, MSG_NOSIGNAL) == len, "%s", strerror(errno));
	for (;;) {
		char *answer = next_answer();

		if (!strncmp(answer, "report ", 7))
			take_apart(answer);
		else
			return answer;
	}
}

void work_tells(const char *want)
{
	char *line = next_answer();

	expect(!strcmp(line, want), "\"%s\", not \"%s\"", line, want);
}

void work_says(const char *want, const char *format, ...)
{
	char line[4096], *answer;
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	answer = work_ask("%s", line);
	expect(!strncmp(answer, want, strlen(want)), "\"%s\", not \"%s\"", answer, want);
}

struct counts *work_run(int ms, const char *words)
{
	work_says("spawned x", "spawn x %s", words);
	work_says("going ", "go");
	pause_ms(ms);
	work_says("stopped ", "stop x");
	return &counts;
}

struct counts *work_counts(void)
{
	return &counts;
}

long long stat_field(pid_t pid, int field)
{
	char path[64], *text, *at;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	text = get_file(path, NULL);
	at = strrchr(text, ')');
	expect(at, "%s: \"%s\"", path, text);
	for (int i = 2; i < field; i++)
		at = strchr(at, ' ') + 1;
	return atoll(at);
}

char *proc_value(pid_t pid, const char *file, const char *key)
{
	char path[64], *text, *at;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	text = get_file(path, NULL);
	at = strstr(text, key);
	expect(at, "no %s in %s: \"%s\"", key, path, text);
	at += strlen(key);
	while (*at == ' ' || *at == '\t')
		at++;
	at[strcspn(at, "\n")] = '\0';
	return at;
}
