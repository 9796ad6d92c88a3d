/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object that is loaded into QEMU (LD_PRELOAD). What it does comes in by the environment:
 *
 *   KTSTR_RAM=DIR         a shared mapping of a file below DIR becomes a private one: the guest writes
 *                         copies, and any number of guests start from the same file (memory.c)
 *   KTSTR_WINDOW=FILE@OFF of the file named ram0 there, the range at OFF is FILE instead, shared: the window
 *   KTSTR_FREEZE=1        the guest is simulated: QEMU's own clock stands still (time.c), and its main thread and the
 *                         one of its processors take turns (turns.c)
 *   KTSTR_HOLD=FILE@OFF   the window is at OFF of FILE; a guest that is READY is held at its next random number
 *                         until the host has told QEMU to stop (time.c)
 *
 * No C library is linked: what runs before main() of a foreign program should need nothing. What turns.c
 * calls of locks and conditions is in QEMU already.
 */
#ifndef PRELOAD_H
#define PRELOAD_H

#include <stddef.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))
#define PATH_SIZE 4096

extern int *__errno_location(void);

/* base.c */

long call(long number, long a, long b, long c, long d, long e, long f);

/* The value of a variable, NULL if it is not set; name ends with '='. */
const char *variable(const char *name);

/* Whether this is a guest under simulation. */
int simulated(void);

/* Of an open file, in `path`; NULL if it has none. */
const char *path_of(int fd, char path[PATH_SIZE]);

/* What follows DIR/ in a path; NULL if it is not below DIR. */
const char *name_below(const char *dir, const char *path);

/* Splits FILE@OFF. */
size_t split(const char *spec, char path[PATH_SIZE]);

int same(const char *a, const char *b);

/* time.c: a file was mapped; it may be the one with the window of a guest to be held. */
void look_for_window(long base, int fd);

/* turns.c: the thread of the processors does nothing to the guest from now on, or goes on. */
void rest_begins(void);
void rest_ends(void);

#endif
