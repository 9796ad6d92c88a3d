// SPDX-License-Identifier: Apache-2.0
/*
 * A payload that does what payloads should not, as told: each argument is something to do, in order.
 * Comes in: a script as arguments (see usage); goes out: bytes and bad manners. Ends with code 0 after the
 * last argument, with 64 when it does not know one. Static, for guests with nothing else.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
	"usage: misbehave DO...\n"
	"  out=TEXT err=TEXT       print TEXT, \\n and \\xHH are understood\n"
	"  out*=BYTES err*=BYTES   print BYTES bytes (suffix k, m), fast\n"
	"  out~=BYTES err~=BYTES   one byte a millisecond\n"
	"  sleep=MS                sleep=forever: until killed\n"
	"  spin=MS                 burn a CPU\n"
	"  ignore=SIGNAL           by number\n"
	"  fork=DO                 a child does the rest of this word and then sleeps; no wait\n"
	"  tree=DEPTH              two children each, DEPTH levels, all there before it goes on; they sleep\n"
	"  setsid setpgid          leave session or group, as a child of the leader\n"
	"  daemon                  a grandchild in its own session keeps the pipes and sleeps\n"
	"  close                   close standard output and error\n"
	"  json=half|nan|huge|nesting|duplicate|large=BYTES|text=TEXT\n"
	"  utf8=bad                bytes that are no UTF-8\n"
	"  exit=CODE signal=N abort stop\n";

static void put(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR)
			_exit(74);
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

static void put_text(int fd, const char *text)
{
	put(fd, text, strlen(text));
}

/* \n and \xHH, so that any byte can be asked for; in one write. */
static void put_escaped(int fd, char *text)
{
	char *to = text;

	for (char *from = text; *from; from++) {
		if (from[0] == '\\' && from[1] == 'n') {
			*to++ = '\n';
			from++;
		} else if (from[0] == '\\' && from[1] == 'x' && from[2] && from[3]) {
			char hex[3] = { from[2], from[3], '\0' };

			*to++ = (char)strtol(hex, NULL, 16);
			from += 3;
		} else {
			*to++ = *from;
		}
	}
	put(fd, text, (size_t)(to - text));
}

static size_t size_of(const char *text)
{
	char *end;
	size_t n = strtoul(text, &end, 10);

	return *end == 'k' ? n << 10 : *end == 'm' ? n << 20 : n;
}

static void put_many(int fd, size_t n)
{
	static char chunk[1 << 16];

	for (size_t i = 0; i < sizeof(chunk); i++)
		chunk[i] = i % 64 == 63 ? '\n' : (char)('a' + i % 26);
	for (; n > sizeof(chunk); n -= sizeof(chunk))
		put(fd, chunk, sizeof(chunk));
	put(fd, chunk, n);
}

static void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&time, &time) && errno == EINTR)
		;
}

static _Noreturn void sleep_forever(void)
{
	for (;;)
		pause_ms(1000000);
}

static void put_slowly(int fd, size_t n)
{
	for (; n; n--) {
		put(fd, "s", 1);
		pause_ms(1);
	}
}

static void spin(long ms)
{
	struct timespec now, end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += ms / 1000;
	end.tv_nsec += ms % 1000 * 1000000;
	do {
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - end.tv_sec) * 1000000000 + now.tv_nsec - end.tv_nsec < 0);
}

static void grow(int depth, int news)
{
	for (int i = 0; depth && i < 2; i++)
		if (!fork()) {
			put(news, "x", 1);
			grow(depth - 1, news);
			sleep_forever();
		}
}

/* Returns when all of it is there. */
static void tree(int depth)
{
	int fds[2];
	char byte;

	if (pipe(fds))
		exit(71);
	grow(depth, fds[1]);
	for (int i = 0; i < (2 << depth) - 2; i++)
		if (read(fds[0], &byte, 1) != 1)
			exit(71);
}

/* Returns when the grandchild is there. */
static void daemonize(void)
{
	pid_t child = fork();

	if (child) {
		waitpid(child, NULL, 0);
		return;
	}
	setsid();
	if (fork())
		_exit(0);
	sleep_forever();
}

/* A valid document of at least n bytes. */
static void large_json(size_t n)
{
	char chunk[1 << 16];
	size_t used = 0;

	put_text(1, "{\"items\":[");
	for (size_t done = 0, i = 0; done < n; i++) {
		int len = snprintf(chunk + used, sizeof(chunk) - used, "%s{\"index\":%zu,\"us\":%zu.5}",
				   i ? "," : "", i, i % 1000);

		used += (size_t)len;
		done += (size_t)len;
		if (sizeof(chunk) - used < 64) {
			put(1, chunk, used);
			used = 0;
		}
	}
	put(1, chunk, used);
	put_text(1, "],\"total\":1}\n");
}

static void json(char *what)
{
	if (!strcmp(what, "half")) {
		put_text(1, "{\"iops\": 12345, \"latency\": {\"p99\": 1.");
	} else if (!strcmp(what, "nan")) {
		put_text(1, "{\"a\": NaN, \"b\": Infinity, \"c\": -Infinity, \"d\": 1}\n");
	} else if (!strcmp(what, "huge")) {
		put_text(1, "{\"a\": 1e400, \"b\": -1e400, \"c\": 1e-400, \"d\": 1}\n");
	} else if (!strcmp(what, "nesting")) {
		for (int i = 0; i < 10000; i++)
			put_text(1, "{\"a\":");
		put_text(1, "1");
		for (int i = 0; i < 10000; i++)
			put_text(1, "}");
		put_text(1, "\n");
	} else if (!strcmp(what, "duplicate")) {
		put_text(1, "{\"a\": 1, \"a\": 2, \"b\": {\"c\": 3, \"c\": 4}}\n");
	} else if (!strncmp(what, "large=", 6)) {
		large_json(size_of(what + 6));
	} else if (!strncmp(what, "text=", 5)) {
		put_text(1, "some noise first\n");
		put_escaped(1, what + 5);
		put_text(1, "\nand noise after {\n");
	} else {
		exit(64);
	}
}

static void act(char *word);

static void forked(char *word)
{
	if (fork())
		return;
	if (*word)
		act(word);
	sleep_forever();
}

static void act_with(const char *word, char *value)
{
	int fd = word[0] == 'e' && word[1] == 'r' ? STDERR_FILENO : STDOUT_FILENO;

	if (!strcmp(word, "out") || !strcmp(word, "err"))
		put_escaped(fd, value);
	else if (!strcmp(word, "out*") || !strcmp(word, "err*"))
		put_many(fd, size_of(value));
	else if (!strcmp(word, "out~") || !strcmp(word, "err~"))
		put_slowly(fd, size_of(value));
	else if (!strcmp(word, "sleep") && !strcmp(value, "forever"))
		sleep_forever();
	else if (!strcmp(word, "sleep"))
		pause_ms(atol(value));
	else if (!strcmp(word, "spin"))
		spin(atol(value));
	else if (!strcmp(word, "ignore"))
		signal(atoi(value), SIG_IGN);
	else if (!strcmp(word, "fork"))
		forked(value);
	else if (!strcmp(word, "tree"))
		tree(atoi(value));
	else if (!strcmp(word, "json"))
		json(value);
	else if (!strcmp(word, "utf8"))
		put_text(1, "ok \xff\xfe \xc3( \xe2\x82 \xf0\x9f\x92\xa9 \xed\xa0\x80 end\n");
	else if (!strcmp(word, "exit"))
		_exit(atoi(value));
	else if (!strcmp(word, "signal"))
		signal(atoi(value), SIG_DFL), raise(atoi(value));
	else
		exit(64);
}

static void act(char *word)
{
	char *equals = strchr(word, '=');

	if (equals) {
		*equals = '\0';
		act_with(word, equals + 1);
	} else if (!strcmp(word, "setsid")) {
		if (setsid() < 0)
			exit(71);
	} else if (!strcmp(word, "setpgid")) {
		if (setpgid(0, 0))
			exit(71);
	} else if (!strcmp(word, "daemon")) {
		daemonize();
	} else if (!strcmp(word, "close")) {
		close(STDOUT_FILENO);
		close(STDERR_FILENO);
	} else if (!strcmp(word, "abort")) {
		abort();
	} else if (!strcmp(word, "stop")) {
		raise(SIGSTOP);
	} else {
		put_text(2, usage);
		exit(64);
	}
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		act(argv[i]);
	return 0;
}
