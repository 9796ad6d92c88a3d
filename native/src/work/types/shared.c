// SPDX-License-Identifier: Apache-2.0
/* What several kinds of work share: sysfs lists, the CPUs they may use, pinning, a file or device to do I/O on. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "types.h"

int read_cpus(const char *path, cpu_set_t *set, size_t size)
{
	struct fault fault;
	char *text = read_text(path, 65536, &fault);
	int result;

	if (!text)
		return -1;
	text[strcspn(text, "\n")] = '\0';
	result = parse_cpus(text, set, size);
	free(text);
	return result;
}

int read_allowed(struct worker *worker)
{
	struct allowed *allowed = calloc(1, sizeof(*allowed));

	if (!allowed)
		return ENOMEM;
	allowed->size = CPU_ALLOC_SIZE((size_t)worker->ncpus);
	allowed->all = calloc(1, allowed->size);
	allowed->one = calloc(1, allowed->size);
	worker->own = allowed;
	if (!allowed->all || !allowed->one)
		return ENOMEM;
	if (sched_getaffinity(0, allowed->size, allowed->all))
		return errno;
	allowed->count = CPU_COUNT_S(allowed->size, allowed->all);
	return 0;
}

void choose_allowed(const struct worker *worker, int nth)
{
	const struct allowed *allowed = worker->own;

	CPU_ZERO_S(allowed->size, allowed->one);
	for (size_t cpu = 0; cpu < worker->ncpus; cpu++)
		if (CPU_ISSET_S(cpu, allowed->size, allowed->all) && !nth--) {
			CPU_SET_S(cpu, allowed->size, allowed->one);
			return;
		}
}

void free_allowed(struct worker *worker)
{
	struct allowed *allowed = worker->own;

	free(allowed->all);
	free(allowed->one);
	free(allowed);
}

int pin_to(struct worker *worker, int cpu)
{
	size_t size = CPU_ALLOC_SIZE((size_t)worker->ncpus);
	cpu_set_t *one = calloc(1, size);
	int result;

	if (!one)
		return ENOMEM;
	CPU_SET_S((size_t)cpu, size, one);
	result = sched_setaffinity(0, size, one) ? errno : 0;
	free(one);
	return result;
}

static int fill(int fd, const void *block, uint64_t bytes)
{
	for (uint64_t at = 0; at < bytes; at += 4096)
		if (pwrite(fd, block, 4096, (off_t)at) != 4096)
			return errno ? errno : EIO;
	return fdatasync(fd) ? errno : 0;
}

/* Each worker of a device has a stripe of its own. */
int open_disk(struct worker *worker, uint64_t bytes, bool direct)
{
	const char *path = worker->text ? worker->text : "/tmp";
	struct stat stat_of;
	int fd, flags, err = own_memory(worker, 4096);

	if (err)
		return err;
	if (stat(path, &stat_of))
		return errno;
	if (S_ISBLK(stat_of.st_mode)) {
		fd = open(path, O_RDWR | O_CLOEXEC | (direct ? O_DIRECT : 0));
		worker->stripe = worker->index * bytes;
	} else {
		fd = open(path, O_RDWR | O_CLOEXEC | O_TMPFILE, 0600);
	}
	if (fd < 0)
		return errno;
	worker->number = (uint64_t)fd;
	if (S_ISBLK(stat_of.st_mode))
		return 0;
	err = fill(fd, worker->memory, bytes);
	if (err)
		return err;
	/* A file system that cannot do it reads from the page cache. */
	flags = fcntl(fd, F_GETFL);
	if (direct && flags >= 0 && fcntl(fd, F_SETFL, flags | O_DIRECT) && errno != EINVAL)
		return errno;
	return 0;
}

off_t disk_offset(const struct worker *worker, uint64_t block)
{
	return (off_t)(worker->stripe + block * 4096);
}
