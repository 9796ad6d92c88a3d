// SPDX-License-Identifier: Apache-2.0
/*
 * Gives back the free pages that each CPU keeps to itself, up to tens of MiB of them, the unpacked initramfs above all:
 * who copies the guest sees only that pages in the lists of all CPUs are free. Comes in: nothing but the kernel; goes
 * out: nothing, the kernel's own limit is in force again.
 */
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "init.h"

/* The share of memory that all CPUs may keep; 0 leaves it to the kernel. Documentation/admin-guide/sysctl/vm.rst. */
#define FRACTION "/proc/sys/vm/percpu_pagelist_high_fraction"
#define PAGE 4096
/* A page that is given back takes at least a batch of others along, 63 of them. */
#define PAGES 256

static void use_some_pages(void)
{
	char *memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return;
	for (size_t off = 0; off < PAGES * PAGE; off += PAGE)
		*(volatile char *)(memory + off) = 0;
	munmap(memory, PAGES * PAGE);
}

void guest_give_back_pages(void)
{
	struct fault fault;
	char *text = read_text(FRACTION, 32, &fault);
	cpu_set_t all, one;

	if (text && !sched_getaffinity(0, sizeof(all), &all) && !write_number(FRACTION, INT_MAX)) {
		for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
			CPU_ZERO(&one);
			CPU_SET(cpu, &one);
			if (CPU_ISSET(cpu, &all) && !sched_setaffinity(0, sizeof(one), &one))
				use_some_pages();
		}
		sched_setaffinity(0, sizeof(all), &all);
		write_number(FRACTION, strtoull(text, NULL, 10));
	}
	free(text);
}
