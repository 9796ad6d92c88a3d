/* SPDX-License-Identifier: Apache-2.0 */
/* A client of kt exec for tests: starts the server, sends requests, reads lines and pipes with limits. */
#ifndef CLIENT_H
#define CLIENT_H

#include "support.h"

struct client {
	int conn, out, err;	/* the pipes, -1 until started */
	char in[4096];
	size_t len;
};

/* A line "ended exit 3 ..." taken apart. */
struct ended {
	char how[8];
	int code;
	unsigned long long at_ns;
	long utime_us, stime_us, maxrss_kib, nvcsw, nivcsw;
	int survivors, escapees;
};

/* Starts `kt exec` at exec.sock in the test's directory and waits until it listens. */
pid_t server_start(void);

struct client client_open(void);

/* Sends one request of key, value, ..., NULL. */
void client_ask(struct client *client, const char *const pairs[]);
#define ASK(client, ...) client_ask(client, (const char *const[]){ __VA_ARGS__, NULL })

/* The next line without its end, or NULL at the end of the connection; fails after 5 s. */
char *client_line(struct client *client);

void client_say(struct client *client, const char *line);

/* Reads "started", opens both pipes: the pid. */
pid_t client_started(struct client *client);

struct ended client_ended(struct client *client);

/* From request to the end, in one. */
struct ended client_run(const char *const pairs[]);
#define RUN(...) client_run((const char *const[]){ __VA_ARGS__, NULL })

/* The line "failed ..." of a request that is not to run. */
char *client_failure(const char *const pairs[]);
#define FAILURE(...) client_failure((const char *const[]){ __VA_ARGS__, NULL })

/* All up to the end of a pipe, or as far as it got in 5 s, which fails the test. */
char *read_pipe(int fd);

/* What comes first, waiting for it. */
char *read_first(int fd);

/* The misbehaving program. */
char *misbehave(void);

/* Dead, or a zombie that its reaper has not seen yet. */
bool gone(pid_t pid);

/* The number in a file, once it is there. */
pid_t pid_in(const char *path);

#endif
