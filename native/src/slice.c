// SPDX-License-Identifier: Apache-2.0
/*
 * The kernel's slice, as the seed has it. Comes in: a seed and the directory of the kernel's scheduler in
 * debugfs; goes out: another value in its file there, and the record of that.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

/* Newest first. Renamed by e4ec3318a17f ("sched/debug: Rename sysctl_sched_min_granularity to ..._base_slice"), 6.6. */
static const char *const files[] = { "base_slice_ns", "min_granularity_ns" };

/* From half of what the kernel has to its double: across the tick, to which the end of a slice is rounded. */
static uint64_t draw(uint64_t own_ns, uint64_t seed)
{
	/* One step of splitmix64. */
	uint64_t z = seed + 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	z ^= z >> 31;
	return own_ns / 2 + z % (own_ns + own_ns / 2 + 1);
}

int write_number(const char *path, uint64_t number)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%" PRIu64 "\n", number);
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return errno;
	if (write(fd, text, (size_t)len) != len)
		err = errno;
	close(fd);
	return err;
}

int slice_draw(struct slice *slice, const char *dir, uint64_t seed, struct fault *fault)
{
	char path[256], *text;
	uint64_t own_ns, ns;
	size_t i = 0;
	int err;

	do
		snprintf(path, sizeof(path), "%s/%s", dir, files[i++]);
	while (access(path, F_OK) && i < sizeof(files) / sizeof(files[0]));
	text = read_text(path, 64, fault);
	if (!text)
		return fault_text(fault, "draw the kernel's slice: neither %s nor %s in %s: it stays as it is",
				  files[0], files[1], dir);
	own_ns = strtoull(text, NULL, 10);
	free(text);
	/* Neither nothing nor what the kernel cannot hold in 32 bits. */
	if (own_ns < 2 || own_ns > UINT32_MAX / 2)
		return fault_text(fault, "draw the kernel's slice: %s has %" PRIu64 " ns: it stays so", path, own_ns);
	ns = draw(own_ns, seed);
	err = write_number(path, ns);
	if (err)
		return fault_errno(fault, err, "draw the kernel's slice: write %" PRIu64 " to %s", ns, path);
	snprintf(slice->record, sizeof(slice->record), "{\"ns\":%" PRIu64 ",\"ownNs\":%" PRIu64 "}", ns, own_ns);
	return 0;
}
