// SPDX-License-Identifier: Apache-2.0
/*
 * The clock of QEMU itself stands still, since accel/tcg/cputlb.c:tlb_mmu_resize_locked makes a vCPU's software TLB
 * smaller by host time, and its size shows in the guest's timing. Nothing else of QEMU that a guest can notice uses
 * that clock when the real-time clock follows the guest's (-rtc clock=vm).
 *
 * A guest that boots stops at the same instruction whenever it is made: QEMU's random numbers for guests (-seed) come
 * from g_rand_int, called by the rdrand instruction outside of the big lock. While the thread of the processors waits
 * there, QEMU's main loop can ask it to stop; it does so before the next instruction. The numbers are then our own,
 * since GLib's function is hidden behind ours; they are as good and as repeatable.
 */
#include "preload.h"

#include <sys/time.h>

#define EPOCH 1767225600 /* 2026-01-01, as -rtc says */

#define STATE_OFF 128
#define STATE_READY 2
#define STOPPING_OFF 48
#define HELD_OFF 52

static volatile unsigned int *held; /* the window of a guest to be held */

unsigned int g_rand_int(void *rand); /* of GLib, whose headers we do not need */

void look_for_window(long base, int fd)
{
	const char *spec = variable("KTSTR_HOLD=");
	char want[PATH_SIZE], have[PATH_SIZE];
	size_t off;

	if (!spec)
		return;
	off = split(spec, want);
	if (path_of(fd, have) && same(have, want))
		held = (volatile unsigned int *)(base + (long)off);
}

EXPORT int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
	(void)zone;
	if (!simulated())
		return (int)call(SYS_gettimeofday, (long)time, 0, 0, 0, 0, 0);
	*time = (struct timeval){ .tv_sec = EPOCH };
	return 0;
}

static void hold(void)
{
	const struct timespec pause = { .tv_nsec = 200000 };

	rest_begins();
	while (!held[STOPPING_OFF / 4]) {
		held[HELD_OFF / 4] = 1;
		call(SYS_nanosleep, (long)&pause, 0, 0, 0, 0, 0);
	}
	rest_ends();
}

EXPORT unsigned int g_rand_int(void *rand)
{
	static unsigned long long state = 0x9e3779b97f4a7c15ull;

	(void)rand;
	if (held && held[STATE_OFF / 4] == STATE_READY && !held[STOPPING_OFF / 4])
		hold();
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned int)(state >> 32);
}
