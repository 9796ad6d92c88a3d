// SPDX-License-Identifier: Apache-2.0
/* See client.h. Every wait has a limit, so that a silent server is a failed test and not a hanging one. */
#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LIMIT_MS 5000

pid_t server_start(void)
{
	char socket[300];
	char *argv[] = { (char *)kt, (char *)"exec", socket, NULL };
	pid_t pid;

	snprintf(socket, sizeof(socket), "%s", below("exec.sock"));
	pid = start(argv, 0);
	eventually(!strcmp(get_file(below("stdout"), NULL), "listening\n"));
	return pid;
}

struct client client_open(void)
{
	struct client client = { .out = -1, .err = -1 };
	struct sockaddr_un addr = { .sun_family = AF_UNIX };

	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", below("exec.sock"));
	client.conn = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	expect(!connect(client.conn, (struct sockaddr *)&addr, sizeof(addr)), "%s", strerror(errno));
	return client;
}

void client_ask(struct client *client, const char *const pairs[])
{
	static char body[1 << 16];
	uint32_t len = 0;

	for (; *pairs; pairs++) {
		memcpy(body + len, *pairs, strlen(*pairs) + 1);
		len += (uint32_t)strlen(*pairs) + 1;
	}
	expect(send(client->conn, &len, 4, MSG_NOSIGNAL) == 4, "%s", strerror(errno));
	expect(send(client->conn, body, len, MSG_NOSIGNAL) == (ssize_t)len, "%s", strerror(errno));
}

char *client_line(struct client *client)
{
	struct pollfd fd = { client->conn, POLLIN, 0 };
	char *end, *line;

	while (!(end = memchr(client->in, '\n', client->len))) {
		ssize_t got;

		expect(poll(&fd, 1, LIMIT_MS) == 1, "no line within 5 s");
		got = read(client->conn, client->in + client->len, sizeof(client->in) - client->len);
		if (got <= 0)
			return NULL;
		client->len += (size_t)got;
	}
	*end = '\0';
	line = strdup(client->in);
	client->len -= (size_t)(end + 1 - client->in);
	memmove(client->in, end + 1, client->len);
	return line;
}

void client_say(struct client *client, const char *line)
{
	expect(send(client->conn, line, strlen(line), MSG_NOSIGNAL) == (ssize_t)strlen(line), "%s",
	       strerror(errno));
}

pid_t client_started(struct client *client)
{
	char *line = client_line(client), out[64], err[64];
	unsigned long long at_ns;
	int pid;

	expect(line && sscanf(line, "started %d %llu %63s %63s", &pid, &at_ns, out, err) == 4, "\"%s\"", line);
	client->out = open(out, O_RDONLY | O_CLOEXEC);
	client->err = open(err, O_RDONLY | O_CLOEXEC);
	expect(client->out >= 0 && client->err >= 0, "%s: %s", line, strerror(errno));
	expect(at_ns <= monotonic_ns() && at_ns > monotonic_ns() - 10 * NSEC_PER_SEC, "%llu", at_ns);
	return pid;
}

struct ended client_ended(struct client *client)
{
	char *line = client_line(client);
	struct ended end;

	expect(line, "the connection ended");
	expect(sscanf(line, "ended %7s %d %llu %ld %ld %ld %ld %ld %d %d", end.how, &end.code, &end.at_ns,
		      &end.utime_us, &end.stime_us, &end.maxrss_kib, &end.nvcsw, &end.nivcsw,
		      &end.survivors, &end.escapees) == 10, "\"%s\"", line);
	return end;
}

struct ended client_run(const char *const pairs[])
{
	struct client client = client_open();
	struct ended end;

	client_ask(&client, pairs);
	client_started(&client);
	end = client_ended(&client);
	close(client.conn);
	close(client.out);
	close(client.err);
	return end;
}

char *client_failure(const char *const pairs[])
{
	struct client client = client_open();
	char *line;

	client_ask(&client, pairs);
	line = client_line(&client);
	close(client.conn);
	return line ? line : strdup("nothing");
}

char *read_pipe(int fd)
{
	static char text[1 << 20];
	struct pollfd pollfd = { fd, POLLIN, 0 };
	size_t len = 0;
	ssize_t got;

	do {
		expect(poll(&pollfd, 1, LIMIT_MS) == 1, "the pipe has no end");
		got = read(fd, text + len, sizeof(text) - 1 - len);
		len += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	text[len] = '\0';
	return text;
}

char *read_first(int fd)
{
	static char text[4096];
	struct pollfd pollfd = { fd, POLLIN, 0 };
	ssize_t got;

	expect(poll(&pollfd, 1, LIMIT_MS) == 1, "nothing within 5 s");
	got = read(fd, text, sizeof(text) - 1);
	text[got > 0 ? got : 0] = '\0';
	return text;
}

char *misbehave(void)
{
	static char path[300];

	snprintf(path, sizeof(path), "%s/misbehave", programs);
	return path;
}

bool gone(pid_t pid)
{
	char path[64], *stat, *paren;

	if (kill(pid, 0) && errno == ESRCH)
		return true;
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	stat = get_file(path, NULL);
	paren = strrchr(stat, ')');
	return !paren || paren[2] == 'Z' || paren[2] == 'X';
}

pid_t pid_in(const char *path)
{
	char *text;

	eventually(strchr(text = get_file(path, NULL), '\n'));
	return (pid_t)atoi(text);
}
