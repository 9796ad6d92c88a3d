// SPDX-License-Identifier: Apache-2.0
/*
 * Loaded into QEMU (LD_PRELOAD) when it restores a guest. Comes in by the environment:
 *
 *   KTSTR_RAM=DIR         a shared mapping of a file below DIR becomes a private one: the guest writes
 *                         copies, and any number of guests start from the same file
 *   KTSTR_WINDOW=FILE@OFF of the file named ram0 there, the range at OFF is FILE instead, shared: the window
 *   KTSTR_FREEZE=1        gettimeofday always says the same
 *   KTSTR_HOLD=FILE@OFF   the window is at OFF of FILE; a guest that is READY is held at its next random number
 *                         until the host has told QEMU to stop
 *
 * QEMU itself must take the memory for shared: only then does it leave it out of the state that it saves and
 * loads (migration capability x-ignore-shared).
 *
 * Frozen, since accel/tcg/cputlb.c:tlb_mmu_resize_locked makes a vCPU's software TLB smaller by host time, and
 * its size shows in the guest's timing. Nothing else of QEMU that a guest can notice uses that clock when the
 * real-time clock follows the guest's (-rtc clock=vm).
 *
 * Held, so that a guest stops at the same instruction whenever it is made: QEMU's random numbers for guests
 * (-seed) come from g_rand_int, called by the rdrand instruction outside of the big lock. While the thread of
 * the processors waits there, QEMU's main loop can ask it to stop; it does so before the next instruction. The
 * numbers are then our own, since GLib's function is hidden behind ours; they are as good and as repeatable.
 *
 * No C library is linked: what runs before main() of a foreign program should need nothing.
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))
#define EPOCH 1767225600 /* 2026-01-01, as -rtc says */
#define PATH_SIZE 4096

#define STATE_OFF 128
#define STATE_READY 2
#define STOPPING_OFF 48
#define HELD_OFF 52

static volatile unsigned int *held; /* the window of a guest to be held */

extern char **environ;
extern int *__errno_location(void);
unsigned int g_rand_int(void *rand); /* of GLib, whose headers we do not need */

static long call(long number, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

/* The value of a variable, NULL if it is not set; name ends with '='. */
static const char *variable(const char *name)
{
	for (char **at = environ; at && *at; at++) {
		const char *have = *at, *want = name;

		while (*want && *have == *want)
			have++, want++;
		if (!*want)
			return have;
	}
	return NULL;
}

static size_t length(const char *text)
{
	size_t n = 0;

	while (text[n])
		n++;
	return n;
}

static char *put(char *at, const char *text)
{
	while (*text)
		*at++ = *text++;
	return at;
}

/* What follows DIR/ in the path of an open file, in `path`; NULL if it is not below DIR. */
static const char *below(const char *dir, int fd, char path[PATH_SIZE])
{
	char link[40], digits[12], *end = link;
	size_t n = length(dir);
	int count = 0;
	long got;

	do {
		digits[count++] = (char)('0' + fd % 10);
		fd /= 10;
	} while (fd);
	end = put(end, "/proc/self/fd/");
	while (count)
		*end++ = digits[--count];
	*end = '\0';
	got = call(SYS_readlink, (long)link, (long)path, PATH_SIZE - 1, 0, 0, 0);
	if (got < 0 || (size_t)got <= n || path[n] != '/')
		return NULL;
	path[got] = '\0';
	for (size_t i = 0; i < n; i++)
		if (path[i] != dir[i])
			return NULL;
	return path + n + 1;
}

/* Splits FILE@OFF. */
static size_t split(const char *spec, char path[PATH_SIZE])
{
	size_t n = 0, off = 0;

	for (; spec[n] && spec[n] != '@' && n < PATH_SIZE - 1; n++)
		path[n] = spec[n];
	path[n] = '\0';
	for (spec += n + (spec[n] == '@'); *spec >= '0' && *spec <= '9'; spec++)
		off = 10 * off + (size_t)(*spec - '0');
	return off;
}

static int same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

/* Lays the window over the memory of node 0. Without it the guest has no order and the host no log. */
static long lay_window(long base)
{
	const char *spec = variable("KTSTR_WINDOW=");
	char path[PATH_SIZE];
	struct stat stat;
	size_t off;
	long fd, at;

	if (!spec)
		return base;
	off = split(spec, path);
	fd = call(SYS_open, (long)path, 2 /* O_RDWR */, 0, 0, 0, 0);
	if (fd < 0)
		return fd;
	at = call(SYS_fstat, fd, (long)&stat, 0, 0, 0, 0);
	if (!at)
		at = call(SYS_mmap, base + (long)off, stat.st_size, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_FIXED, fd, 0);
	call(SYS_close, fd, 0, 0, 0, 0, 0);
	return at < 0 ? at : base;
}

/* Remembers where the window of a guest that boots is. */
static void look_for_window(long base, int fd)
{
	const char *spec = fd >= 0 ? variable("KTSTR_HOLD=") : NULL;
	char want[PATH_SIZE], have[PATH_SIZE];
	size_t off;

	if (!spec)
		return;
	off = split(spec, want);
	if (below("", fd, have) && same(have, want))
		held = (volatile unsigned int *)(base + (long)off);
}

EXPORT void *mmap64(void *addr, size_t size, int prot, int flags, int fd, off_t off)
{
	const char *dir = fd >= 0 && (flags & MAP_TYPE) == MAP_SHARED ? variable("KTSTR_RAM=") : NULL;
	char path[PATH_SIZE];
	const char *name = dir ? below(dir, fd, path) : NULL;
	long at;

	if (name)
		flags = (flags & ~MAP_TYPE) | MAP_PRIVATE | MAP_NORESERVE;
	at = call(SYS_mmap, (long)addr, (long)size, prot, flags, fd, off);
	if (at >= 0 && name && same(name, "ram0"))
		at = lay_window(at);
	if (at >= 0 && (flags & MAP_TYPE) == MAP_SHARED)
		look_for_window(at, fd);
	if (at < 0) {
		*__errno_location() = (int)-at;
		return MAP_FAILED;
	}
	return (void *)at;
}

EXPORT void *mmap(void *addr, size_t size, int prot, int flags, int fd, off_t off)
{
	return mmap64(addr, size, prot, flags, fd, off);
}

EXPORT int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
	(void)zone;
	if (!variable("KTSTR_FREEZE="))
		return (int)call(SYS_gettimeofday, (long)time, 0, 0, 0, 0, 0);
	*time = (struct timeval){ .tv_sec = EPOCH };
	return 0;
}

EXPORT unsigned int g_rand_int(void *rand)
{
	static unsigned long long state = 0x9e3779b97f4a7c15ull;
	const struct timespec pause = { .tv_nsec = 200000 };

	(void)rand;
	while (held && held[STATE_OFF / 4] == STATE_READY && !held[STOPPING_OFF / 4]) {
		held[HELD_OFF / 4] = 1;
		call(SYS_nanosleep, (long)&pause, 0, 0, 0, 0, 0);
	}
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned int)(state >> 32);
}
