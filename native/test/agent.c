// SPDX-License-Identifier: Apache-2.0
/*
 * A stand-in for the agent: each argument is something to do, in order. Comes in: a script as arguments;
 * goes out: text on 1 and 2, records on 3. Static, so that it runs in a guest with nothing else.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "../src/window.h"

static void put(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0)
			exit(99);
		at += n;
		len -= (size_t)n;
	}
}

static void header(uint32_t type, size_t len)
{
	struct window_agent_record record = { .type = type, .len = (uint32_t)len, .at_ns = 12345 };

	put(3, &record, sizeof(record));
}

static void record(uint32_t type, const char *text)
{
	header(type, strlen(text));
	put(3, text, strlen(text));
}

static void zeros(int fd, size_t len)
{
	static char chunk[65536];

	memset(chunk, 'z', sizeof(chunk));
	for (; len > sizeof(chunk); len -= sizeof(chunk))
		put(fd, chunk, sizeof(chunk));
	put(fd, chunk, len);
}

static void pause_ms(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

static void await_go(void)
{
	char line[32] = "";

	if (read(0, line, sizeof(line) - 1) < 0 || strncmp(line, "go ", 3))
		exit(98);
}

/* A grandchild in a session of its own that keeps our pipes open, and writes or does not. */
static void orphan(bool writes)
{
	pid_t pid = fork();

	if (pid)
		return;
	setsid();
	if (fork())
		_exit(0);
	signal(SIGPIPE, SIG_DFL);
	for (;;) {
		if (writes)
			zeros(1, 100);
		else
			pause_ms(1000);
	}
}

static void print_file(const char *path)
{
	char chunk[4096];
	int fd = open(path, O_RDONLY);
	ssize_t n;

	while (fd >= 0 && (n = read(fd, chunk, sizeof(chunk))) > 0)
		put(1, chunk, (size_t)n);
	if (fd < 0)
		printf("%s: %s\n", path, strerror(errno));
	fflush(stdout);
	close(fd);
}

static void print_stat(const char *path)
{
	struct stat stat;
	char target[256] = "";

	if (lstat(path, &stat)) {
		printf("%s: %s\n", path, strerror(errno));
	} else {
		if (S_ISLNK(stat.st_mode) && readlink(path, target, sizeof(target) - 1) < 0)
			exit(97);
		printf("%s %o %lld %s\n", path, stat.st_mode, (long long)stat.st_mtime, target);
	}
	fflush(stdout);
}

/* A whole conversation with kt exec; all lines go to standard output. The request is key=value,... */
static void run(char *request)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	char body[4096], line[4096], *save, *word, out[64], err[64];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), fds[2];
	uint32_t len = 0;
	bool over;
	ssize_t n;

	for (word = strtok_r(request, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
		char *equals = strchr(word, '=');

		*equals = '\0';
		memcpy(body + len, word, strlen(word) + 1);
		len += (uint32_t)strlen(word) + 1;
		memcpy(body + len, equals + 1, strlen(equals + 1) + 1);
		len += (uint32_t)strlen(equals + 1) + 1;
	}
	strncpy(addr.sun_path, getenv("KTSTR_EXEC_SOCKET"), sizeof(addr.sun_path) - 1);
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr))) {
		printf("connect %s: %s\n", addr.sun_path, strerror(errno));
		exit(96);
	}
	put(fd, &len, sizeof(len));
	put(fd, body, len);
	n = read(fd, line, sizeof(line) - 1);
	line[n > 0 ? n : 0] = '\0';
	put(1, line, strlen(line));
	if (sscanf(line, "started %*s %*s %63s %63s", out, err) != 2)
		return;
	/* A program that is quick has ended before we read that it started. */
	over = strstr(line, "\nended");
	fds[0] = open(out, O_RDONLY);
	fds[1] = open(err, O_RDONLY);
	for (int i = 0; i < 2; i++)
		while ((n = read(fds[i], line, sizeof(line))) > 0)
			put(1, line, (size_t)n);
	while (!over && (n = read(fd, line, sizeof(line) - 1)) > 0) {
		put(1, line, (size_t)n);
		line[n] = '\0';
		over = strstr(line, "ended") || strstr(line, "failed");
	}
	close(fd);
}

static void act(char *word)
{
	char *value = strchr(word, ':');

	if (value)
		*value++ = '\0';
	else
		value = word + strlen(word);
	if (!strcmp(word, "ready"))
		record(TYPE_READY, value);
	else if (!strcmp(word, "go"))
		await_go();
	else if (!strcmp(word, "out"))
		put(1, value, strlen(value));
	else if (!strcmp(word, "err"))
		put(2, value, strlen(value));
	else if (!strcmp(word, "body"))
		record(TYPE_BODY, value);
	else if (!strcmp(word, "result"))
		record(TYPE_RESULT, value);
	else if (!strcmp(word, "type"))
		record((uint32_t)atoi(value), "x");
	else if (!strcmp(word, "flood"))
		zeros(1, (size_t)atol(value));
	else if (!strcmp(word, "big"))
		header(TYPE_PAYLOAD, (size_t)atol(value)), zeros(3, (size_t)atol(value));
	else if (!strcmp(word, "half"))
		header(TYPE_PAYLOAD, 1000), put(3, value, strlen(value));
	else if (!strcmp(word, "sleep"))
		pause_ms(atol(value));
	else if (!strcmp(word, "noquit"))
		signal(SIGQUIT, SIG_IGN);
	else if (!strcmp(word, "orphan"))
		orphan(*value);
	else if (!strcmp(word, "cat"))
		print_file(value);
	else if (!strcmp(word, "stat"))
		print_stat(value);
	else if (!strcmp(word, "run"))
		run(value);
	else if (!strcmp(word, "exit"))
		exit(atoi(value));
	else if (!strcmp(word, "signal"))
		raise(atoi(value));
	else
		exit(95);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		act(argv[i]);
	return 0;
}
