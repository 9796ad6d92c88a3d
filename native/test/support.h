/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of kt share: checks, archives, the host's end of a window, processes with a time limit.
 * A test program takes the path of kt as its first argument and runs all of its tests, or those named.
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdio.h>

#include "../src/window.h"

struct test {
	const char *name;
	void (*run)(void);
};

#define TEST(name) { #name, name }

int run_tests(const struct test *tests, size_t n, int argc, char **argv);

/* Ends the test as failed when the condition does not hold. */
#define expect(condition, ...)                                                                     \
	do {                                                                                       \
		if (!(condition))                                                                  \
			failed(__FILE__, __LINE__, #condition, __VA_ARGS__);                       \
	} while (0)

__attribute__((format(printf, 4, 5))) _Noreturn void failed(const char *file, int line, const char *condition,
							    const char *format, ...);

/* Ends the test as skipped, with its reason. */
__attribute__((format(printf, 1, 2))) _Noreturn void skip(const char *format, ...);

extern const char *kt;		/* path of the binary under test */
extern char dir[256];		/* a fresh directory of this test, removed afterwards */
extern char programs[256];	/* where agent and misbehave are */

/* PATH below the test's directory; from a ring of eight buffers. */
__attribute__((format(printf, 1, 2))) const char *below(const char *format, ...);

void put_file(const char *path, const void *bytes, size_t len, unsigned int mode);

/* The file as a string, "" when it is not there; to be freed. */
char *get_file(const char *path, size_t *len);

struct archive {
	uint8_t *bytes;
	size_t len, size;
};

void archive_add(struct archive *archive, const char *name, unsigned int mode, unsigned int mtime,
		 const void *data, size_t len);
void archive_end(struct archive *archive);

/* A window in a file or at an offset of a RAM file. */
struct peer {
	uint8_t *base;
	size_t size;
	struct window_header *header;
};

struct peer peer_open(const char *path, uint64_t off, size_t size);

/* Order at 4096, the log behind it. */
void peer_format(struct peer *peer, size_t log_len);
void peer_order(struct peer *peer, const struct archive *archive, uint64_t deadline_ns);

struct frame {
	enum window_type type;
	enum window_source source;
	uint64_t at_ns;
	char *text;		/* ends with NUL beyond len */
	size_t len;
};

struct log {
	struct frame frames[20000];
	size_t n;
};

/* All frames so far, each checked: bounds, CRC, numbers in sequence, padding. */
struct log *peer_read(const struct peer *peer);
const struct frame *log_find(const struct log *log, enum window_type type);
const char *type_name(enum window_type type);

/* Every payload of the type, one after the other. */
char *log_join(const struct log *log, enum window_type type);

/* Starts a process in its own group with standard output and error into files below the directory. */
pid_t start(char *const argv[], int in);

/* Waits up to ms; -1 when it still runs. */
int wait_ms(pid_t pid, int ms);

/* Waits until the condition holds, or fails the test after 5 s. */
#define eventually(condition)                                                                      \
	do {                                                                                       \
		uint64_t until_ = monotonic_ns() + 5 * NSEC_PER_SEC;                               \
		while (!(condition)) {                                                             \
			expect(monotonic_ns() < until_, "not within 5 s");                         \
			pause_ms(2);                                                               \
		}                                                                                  \
	} while (0)

void pause_ms(int ms);

#endif
