// SPDX-License-Identifier: Apache-2.0
/*
 * Empties free memory, so that a copy of the guest need not hold what the kernel gave back lately, the unpacked
 * initramfs above all. Comes in: nothing but the kernel; goes out: zeros in nearly all that is free.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>

#include "init.h"

#define POOL "/proc/sys/vm/nr_hugepages"
#define PAGE 4096
#define HUGE_PAGE (2ul << 20)

static size_t free_bytes(void)
{
	struct sysinfo info;

	return sysinfo(&info) ? 0 : info.freeram * info.mem_unit;
}

static size_t pool_bytes(void)
{
	struct fault fault;
	char *text = read_text(POOL, 32, &fault);
	size_t bytes = text ? strtoul(text, NULL, 10) * HUGE_PAGE : 0;

	free(text);
	return bytes;
}

/* Whether the kernel fills all that it hands out with zeros (init_on_alloc), as it says when it boots. */
static bool zeros_at_allocation(void)
{
	int size = klogctl(10 /* SYSLOG_ACTION_SIZE_BUFFER */, NULL, 0);
	char *log = size > 0 ? calloc(1, (size_t)size + 1) : NULL;
	bool found = log && klogctl(3 /* SYSLOG_ACTION_READ_ALL */, log, size) > 0 && strstr(log, "heap alloc:on");

	free(log);
	return found;
}

/* Writes to so much memory, but leaves so much free. */
static void touch(size_t bytes, int flags, size_t step, size_t left)
{
	char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

	if (memory == MAP_FAILED)
		return;
	madvise(memory, bytes, MADV_NOHUGEPAGE);
	for (size_t off = 0; off < bytes && free_bytes() >= left; off += step)
		*(volatile char *)(memory + off) = 0;
	munmap(memory, bytes);
}

/*
 * The kernel's pool of huge pages takes what there is, and nobody is killed for it as for what we would just touch. Its pages are
 * reserved when they are mapped, or not mapped at all: to touch one that is not there would end us.
 */
static void empty_large_pieces(void)
{
	if (!write_number(POOL, free_bytes() / 64 * 63 / HUGE_PAGE) && !zeros_at_allocation())
		touch(pool_bytes(), MAP_HUGETLB, HUGE_PAGE, 0);
}

/* The kernel hands them out first. What it wants to keep free, meanwhile, is given back by the pool. */
static void empty_small_pieces(void)
{
	size_t left = free_bytes(), pool = pool_bytes();

	if (pool <= left || write_number(POOL, (pool - left) / HUGE_PAGE))
		return;
	touch(left, MAP_NORESERVE, PAGE, left);
}

void guest_empty_free_memory(void)
{
	empty_large_pieces();
	empty_small_pieces();
	write_number(POOL, 0);
}
