// SPDX-License-Identifier: Apache-2.0
/*
 * Unpacks a newc archive below a directory: directories, files, symbolic links, with modes and times.
 * Comes in: the bytes of the order; goes out: files. No path gets out of the root, by `..` or by a
 * link: the kernel resolves each one as if the root were `/`. No devices, no hard links, no owners.
 */
#include "newc.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HEADER_LEN 110
#define NAME_MAX_LEN 4096

struct entry {
	uint32_t mode, mtime, nlink;
	char name[NAME_MAX_LEN];	/* as in the archive, without leading "/" and "./" */
	const uint8_t *data;
	size_t len;
	size_t next;			/* where the next header is */
};

struct unpack {
	const uint8_t *archive;
	size_t len;
	int root;
	int parent;			/* directory of the last file, kept: archives come sorted */
	char parent_name[NAME_MAX_LEN];
	struct fault *fault;
};

static bool parse_hex(const uint8_t *at, uint32_t *value)
{
	*value = 0;
	for (int i = 0; i < 8; i++) {
		uint8_t c = at[i];
		uint32_t digit;

		if (c >= '0' && c <= '9')
			digit = (uint32_t)c - '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (uint32_t)(c | 0x20) - 'a' + 10;
		else
			return false;
		*value = *value << 4 | digit;
	}
	return true;
}

static size_t align4(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* Squeezes out empty and `.` components in place; false when there is a `..`. */
static bool clean_name(char *name)
{
	char *to = name, *from = name;

	while (*from) {
		size_t n = strcspn(from, "/");

		if (n == 2 && from[0] == '.' && from[1] == '.')
			return false;
		if (n && !(n == 1 && from[0] == '.')) {
			if (to != name)
				*to++ = '/';
			memmove(to, from, n);
			to += n;
		}
		from += n;
		from += *from == '/';
	}
	*to = '\0';
	return true;
}

/* 1: an entry, 0: the trailer, -1: broken. */
static int next_entry(const struct unpack *u, size_t at, struct entry *entry)
{
	uint32_t field[13];
	const uint8_t *header = u->archive + at;
	size_t name_len, data;

	if (at > u->len || u->len - at < HEADER_LEN)
		return fault_text(u->fault, "unpack archive at byte %zu: ends without a trailer", at);
	if (memcmp(header, "070701", 6))
		return fault_text(u->fault, "unpack archive at byte %zu: expected 070701, was \"%.6s\"",
				  at, (const char *)header);
	for (size_t i = 0; i < 13; i++)
		if (!parse_hex(header + 6 + 8 * i, &field[i]))
			return fault_text(u->fault, "unpack archive at byte %zu: field %zu is not hex",
					  at, i);
	entry->mode = field[1];
	entry->nlink = field[4];
	entry->mtime = field[5];
	entry->len = field[6];
	name_len = field[11];
	if (name_len < 2 || name_len > NAME_MAX_LEN || name_len > u->len - at - HEADER_LEN ||
	    header[HEADER_LEN + name_len - 1] ||
	    strnlen((const char *)header + HEADER_LEN, name_len) != name_len - 1)
		return fault_text(u->fault, "unpack archive at byte %zu: broken name of %zu bytes", at,
				  name_len);
	memcpy(entry->name, header + HEADER_LEN, name_len);
	data = align4(at + HEADER_LEN + name_len);
	if (data > u->len || entry->len > u->len - data)
		return fault_text(u->fault, "unpack %s: %zu bytes go past the archive's %zu",
				  entry->name, entry->len, u->len);
	entry->data = u->archive + data;
	entry->next = align4(data + entry->len);
	if (!strcmp(entry->name, "TRAILER!!!"))
		return 0;
	if (!clean_name(entry->name))
		return fault_text(u->fault, "unpack %s: the path has a `..`",
				  (const char *)header + HEADER_LEN);
	return 1;
}

static int open_below(int root, const char *path, uint64_t flags)
{
	struct open_how how = { .flags = flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT };

	long fd;

	/* EAGAIN: something was renamed while a `..` in a link was followed. */
	do {
		fd = syscall(SYS_openat2, root, *path ? path : ".", &how, sizeof(how));
	} while (fd < 0 && errno == EAGAIN);
	return (int)fd;
}

/* Opens the directory, and makes it and those above it when they are missing. */
static int open_directory(const struct unpack *u, const char *path)
{
	char above[NAME_MAX_LEN];
	const char *slash;
	int fd, err;

	fd = open_below(u->root, path, O_PATH | O_DIRECTORY);
	if (fd >= 0 || errno != ENOENT || !*path)
		return fd;
	slash = strrchr(path, '/');
	snprintf(above, sizeof(above), "%.*s", slash ? (int)(slash - path) : 0, path);
	fd = open_directory(u, above);
	if (fd < 0)
		return -1;
	err = mkdirat(fd, slash ? slash + 1 : path, 0755) && errno != EEXIST ? errno : 0;
	close(fd);
	errno = err;
	return err ? -1 : open_below(u->root, path, O_PATH | O_DIRECTORY);
}

/* Points u->parent at the directory of the entry, returns the last component. */
static const char *enter_parent(struct unpack *u, const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t len = slash ? (size_t)(slash - name) : 0;

	if (u->parent < 0 || strlen(u->parent_name) != len || strncmp(u->parent_name, name, len)) {
		if (u->parent >= 0)
			close(u->parent);
		snprintf(u->parent_name, sizeof(u->parent_name), "%.*s", (int)len, name);
		u->parent = open_directory(u, u->parent_name);
		if (u->parent < 0)
			return NULL;
	}
	return slash ? slash + 1 : name;
}

static struct timespec time_of(const struct entry *entry)
{
	return (struct timespec){ .tv_sec = entry->mtime };
}

static int write_file(int dir, const char *last, const struct entry *entry)
{
	const struct timespec times[2] = { time_of(entry), time_of(entry) };
	int fd = openat(dir, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	size_t done = 0;
	int err = 0;

	if (fd < 0)
		return -1;
	while (done < entry->len) {
		ssize_t n = write(fd, entry->data + done, entry->len - done);

		if (n < 0 && errno != EINTR) {
			err = errno;
			break;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	if (!err && (fchmod(fd, entry->mode & 07777) || futimens(fd, times)))
		err = errno;
	if (close(fd) && !err)
		err = errno;
	errno = err;
	return err ? -1 : 0;
}

static int write_link(int dir, const char *last, const struct entry *entry)
{
	const struct timespec times[2] = { time_of(entry), time_of(entry) };
	char target[NAME_MAX_LEN];

	if (!entry->len || entry->len >= sizeof(target)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(target, entry->data, entry->len);
	target[entry->len] = '\0';
	if (symlinkat(target, dir, last))
		return -1;
	return utimensat(dir, last, times, AT_SYMLINK_NOFOLLOW);
}

static int unpack_entry(struct unpack *u, const struct entry *entry)
{
	const char *last;
	int fd;

	if (S_ISDIR(entry->mode)) {
		fd = open_directory(u, entry->name);
		if (fd < 0)
			return fault_errno(u->fault, errno, "unpack directory %s", entry->name);
		close(fd);
		return 0;
	}
	if (!S_ISREG(entry->mode) && !S_ISLNK(entry->mode))
		return fault_text(u->fault, "unpack %s: mode %o is no file, directory or link",
				  entry->name, entry->mode);
	if (S_ISREG(entry->mode) && entry->nlink > 1)
		return fault_text(u->fault, "unpack %s: hard link, %u names", entry->name,
				  entry->nlink);
	if (!entry->name[0])
		return fault_text(u->fault, "unpack the root: mode %o is no directory", entry->mode);
	last = enter_parent(u, entry->name);
	if (!last)
		return fault_errno(u->fault, errno, "unpack %s: open %s", entry->name,
				   u->parent_name);
	if (unlinkat(u->parent, last, 0) && errno != ENOENT)
		return fault_errno(u->fault, errno, "unpack %s: replace", entry->name);
	if (S_ISREG(entry->mode) ? write_file(u->parent, last, entry) :
				   write_link(u->parent, last, entry))
		return fault_errno(u->fault, errno, "unpack %s", entry->name);
	return 0;
}

/* Modes and times of directories come last: files made in them would change the one and need the other. */
static int finish_directory(struct unpack *u, const struct entry *entry)
{
	const struct timespec times[2] = { time_of(entry), time_of(entry) };
	int fd, err = 0;

	if (!S_ISDIR(entry->mode))
		return 0;
	fd = open_below(u->root, entry->name, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return fault_errno(u->fault, errno, "unpack directory %s: open", entry->name);
	if (futimens(fd, times) || fchmod(fd, entry->mode & 07777))
		err = errno;
	close(fd);
	return err ? fault_errno(u->fault, err, "unpack directory %s: mode %o", entry->name,
				 entry->mode & 07777) : 0;
}

static int each_entry(struct unpack *u, struct entry *entry,
		      int (*action)(struct unpack *, const struct entry *))
{
	size_t at = 0;
	int more;

	while ((more = next_entry(u, at, entry)) > 0) {
		if (action(u, entry))
			return -1;
		at = entry->next;
	}
	return more;
}

int newc_unpack(const uint8_t *archive, size_t len, const char *root, struct fault *fault)
{
	struct unpack u = { .archive = archive, .len = len, .parent = -1, .fault = fault };
	struct entry *entry = malloc(sizeof(*entry));
	int result = -1;

	u.root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (u.root < 0 || !entry)
		fault_errno(fault, errno, "unpack archive: open %s", root);
	else if (!each_entry(&u, entry, unpack_entry))
		result = each_entry(&u, entry, finish_directory);
	if (u.parent >= 0)
		close(u.parent);
	if (u.root >= 0)
		close(u.root);
	free(entry);
	return result;
}
