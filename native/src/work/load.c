// SPDX-License-Identifier: Apache-2.0
/* Work on the CPU: loops that no compiler shortens, and memory to walk over. */
#include <errno.h>
#include <sys/mman.h>

#include "work.h"

#define SPIN_LOOK_TURNS 32768
#define CACHE_LINE 64

uint64_t random_next(struct worker *worker)
{
	/* splitmix64: any seed is as good as any other. */
	uint64_t z = worker->random += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

uint64_t varied(struct worker *worker, uint64_t turns)
{
	uint64_t most = turns * worker->jitter_pct / 100;

	return most ? turns - most + random_next(worker) % (2 * most + 1) : turns;
}

void spin(struct worker *worker, uint64_t turns)
{
	turns = varied(worker, turns);
	for (uint64_t i = 0; i < turns; i++)
		__asm__ volatile("" : "+r"(i));
}

/* In memory, so that a signal can end them. */
static _Thread_local volatile uint64_t pauses_left;

void spin_wait(struct worker *worker, uint64_t turns)
{
	pauses_left = varied(worker, turns);
	if (!pauses_left)
		return;
	__asm__ volatile("1: pause\n\tdecq %0\n\tjnz 1b" : "+m"(pauses_left) : : "cc", "memory");
}

void spin_end(void)
{
	if (pauses_left)
		pauses_left = 1;
}

void spin_for(struct worker *worker, uint64_t ns)
{
	uint64_t until_ns = monotonic_ns() + ns;

	do {
		spin(worker, SPIN_LOOK_TURNS);
		look(worker);
		worker->slot->units++;
	} while (going(worker) && worker->last_ns < until_ns);
}

uint64_t multiply(uint64_t seed, uint64_t turns)
{
	uint64_t a = seed | 1, b = a + 2, c = a + 4, d = a + 6;

	for (uint64_t i = 0; i < turns; i++) {
		a *= 0x9e3779b97f4a7c15ull;
		b *= 0xbf58476d1ce4e5b9ull;
		c *= 0x94d049bb133111ebull;
		d *= 0xd6e8feb86659fd93ull;
		__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d));
	}
	return a ^ b ^ c ^ d;
}

void stride(struct worker *worker, uint64_t lines, uint64_t step)
{
	volatile unsigned char *memory = worker->memory;
	size_t at = 0;

	for (uint64_t i = 0; i < lines; i++) {
		memory[at]++;
		at += step;
		if (at >= worker->memory_size)
			at = (at + CACHE_LINE) % worker->memory_size;
	}
}

int own_memory(struct worker *worker, size_t bytes)
{
	size_t size = (bytes + 4095) / 4096 * 4096;

	worker->memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (worker->memory == MAP_FAILED) {
		worker->memory = NULL;
		return errno;
	}
	worker->memory_size = size;
	/* Without huge pages, so that a page is a page. */
	madvise(worker->memory, size, MADV_NOHUGEPAGE);
	return 0;
}
