/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all roles of kt share: their entry points, messages, time, child processes.
 * A fault is a message under construction: `doing what: what was found (ENAME)`; functions which can
 * fail fill it and return -1, and the role decides where it goes.
 */
#ifndef KT_H
#define KT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define EXIT_USAGE 64
#define EXIT_UNAVAILABLE 69

#define NSEC_PER_SEC 1000000000ull
#define NSEC_PER_MSEC 1000000ull

struct fault {
	char text[1024];
};

/* Fill the fault, return -1; the second adds the text and the name of err. */
__attribute__((format(printf, 2, 3))) int fault_text(struct fault *fault, const char *format, ...);
__attribute__((format(printf, 3, 4))) int fault_errno(struct fault *fault, int err,
						      const char *format, ...);

/* One line `kt ROLE: text` on standard error, in one write. */
__attribute__((format(printf, 2, 3))) void say(const char *role, const char *format, ...);

/* ENAME, or the number in the same place when the C library has no name for it. */
const char *errno_name(int err);

uint64_t monotonic_ns(void);

/* Keeps descriptors 0 to 2 taken, so that no pipe lands there. */
int hold_stdio(struct fault *fault);

/* A signalfd for the given signals (ending with 0), which are blocked; SIGPIPE is ignored. */
int signal_fd(struct fault *fault, const int *signals);

/* Undoes what signal_fd() did to the process; for children before exec. */
void signal_clear(void);

/* That, and no signal is ignored, whatever was before us. */
void signal_reset(void);

/* execve, with the search through the PATH of envp that a program without a slash needs; returns errno. */
int exec_search(char *const argv[], char *const envp[]);

struct spawn {
	char *const *argv;
	char *const *envp;
	const char *cwd;	/* NULL: as the caller */
	int fds[4];		/* become 0, 1, 2, 3 of the child */
	int nfds;
};

/* Starts a child that leads its own process group and dies with the caller. */
pid_t spawn(const struct spawn *spawn, struct fault *fault);

/* The next line of text up to the end, or NULL; cuts it off in place. */
char *next_line(char **text);

/* The whole file as a string of at most limit bytes, to be freed. */
char *read_text(const char *path, size_t limit, struct fault *fault);

/* Removes file, link or tree; missing is fine. What cannot be removed is said, and makes it -1. */
int remove_tree(const char *path);

int role_init(int argc, char **argv);
int role_exec(int argc, char **argv);
int role_guard(int argc, char **argv);
int role_sweep(int argc, char **argv);
int role_enter(int argc, char **argv);
int role_progs(int argc, char **argv);
int role_layout(int argc, char **argv);
int role_work(int argc, char **argv);

#endif
