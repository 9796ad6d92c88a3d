// SPDX-License-Identifier: Apache-2.0
/*
 * A restored guest's memory. QEMU itself must take it for shared: only then does it leave it out of the state that it
 * saves and loads (migration capability x-ignore-shared).
 */
#include "preload.h"

#include <sys/mman.h>
#include <sys/stat.h>

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

EXPORT void *mmap64(void *addr, size_t size, int prot, int flags, int fd, off_t off)
{
	int shared = fd >= 0 && (flags & MAP_TYPE) == MAP_SHARED;
	const char *dir = shared ? variable("KTSTR_RAM=") : NULL;
	char path[PATH_SIZE];
	const char *name = dir && path_of(fd, path) ? name_below(dir, path) : NULL;
	long at;

	if (name)
		flags = (flags & ~MAP_TYPE) | MAP_PRIVATE | MAP_NORESERVE;
	at = call(SYS_mmap, (long)addr, (long)size, prot, flags, fd, off);
	if (at >= 0 && name && same(name, "ram0"))
		at = lay_window(at);
	if (at >= 0 && shared && !name)
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
