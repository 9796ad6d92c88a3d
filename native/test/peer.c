// SPDX-License-Identifier: Apache-2.0
/*
 * The host's end of a window, for tests: archives, orders, and a reader that checks every byte of the
 * log. Written from docs/window.md, apart from the structs of window.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static void append(struct archive *archive, const void *bytes, size_t len)
{
	static const uint8_t zeros[4];
	size_t padded = (len + 3) & ~(size_t)3;

	if (archive->len + padded > archive->size) {
		archive->size = 2 * (archive->len + padded);
		archive->bytes = realloc(archive->bytes, archive->size);
		expect(archive->bytes, "no memory");
	}
	if (len)
		memcpy(archive->bytes + archive->len, bytes, len);
	memcpy(archive->bytes + archive->len + len, zeros, padded - len);
	archive->len += padded;
}

void archive_add(struct archive *archive, const char *name, unsigned int mode, unsigned int mtime,
		 const void *data, size_t len)
{
	char header[4400];
	int n = snprintf(header, sizeof(header), "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s",
			 1, mode, 0, 0, 1, mtime, (unsigned int)len, 0, 0, 0, 0,
			 (unsigned int)strlen(name) + 1, 0, name);

	/* 110 is no multiple of 4: name and header are padded together. */
	append(archive, header, (size_t)n + 1);
	append(archive, data, len);
}

void archive_end(struct archive *archive)
{
	archive_add(archive, "TRAILER!!!", 0, 0, NULL, 0);
}

struct peer peer_open(const char *path, uint64_t off, size_t size)
{
	struct peer peer = { .size = size };
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct stat stat;

	expect(fd >= 0 && !fstat(fd, &stat), "%s: %s", path, strerror(errno));
	if ((uint64_t)stat.st_size < off + size)
		expect(!ftruncate(fd, (off_t)(off + size)), "%s: %s", path, strerror(errno));
	peer.base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)off);
	expect(peer.base != MAP_FAILED, "%s: %s", path, strerror(errno));
	close(fd);
	peer.header = (struct window_header *)(void *)peer.base;
	return peer;
}

void peer_format(struct peer *peer, size_t log_len)
{
	memset(peer->base, 0, WINDOW_HEADER_SIZE);
	peer->header->magic = WINDOW_MAGIC;
	peer->header->version = WINDOW_VERSION;
	peer->header->order_off = WINDOW_HEADER_SIZE;
	peer->header->order_len = peer->size - WINDOW_HEADER_SIZE - log_len;
	peer->header->log_off = peer->size - log_len;
	peer->header->log_len = log_len;
}

void peer_order(struct peer *peer, const struct archive *archive, uint64_t deadline_ns)
{
	struct window_order *order = (void *)(peer->base + peer->header->order_off);

	expect(sizeof(*order) + archive->len <= peer->header->order_len, "archive of %zu bytes", archive->len);
	*order = (struct window_order){ .version = 1, .deadline_ns = deadline_ns, .seed = 7 };
	order->archive_len = archive->len;
	memset(order->entropy, 0x5a, sizeof(order->entropy));
	order->epoch_ns = 1700000000ull * NSEC_PER_SEC;
	memcpy(order + 1, archive->bytes, archive->len);
	order->crc32 = crc32_add(0, archive->bytes, archive->len);
	__atomic_store_n(&peer->header->order_ready, 1, __ATOMIC_RELEASE);
}

static uint64_t get(const uint8_t *at, size_t n)
{
	uint64_t value = 0;

	while (n--)
		value = value << 8 | at[n];
	return value;
}

struct log *peer_read(const struct peer *peer)
{
	uint64_t end = __atomic_load_n(&peer->header->log_end, __ATOMIC_ACQUIRE), off = 0;
	const uint8_t *base = peer->base + peer->header->log_off;
	struct log *log = calloc(1, sizeof(*log));

	expect(log, "no memory");
	expect(end <= peer->header->log_len, "log_end %llu", (unsigned long long)end);
	while (off < end) {
		const uint8_t *at = base + off;
		struct frame *frame = &log->frames[log->n];
		uint64_t len = get(at, 4), whole = (24 + len + 7) & ~7ull;
		uint32_t crc = crc32_add(crc32_add(crc32_add(0, at + 4, 4), at + 12, 12), at + 24, len);

		expect(whole <= end - off, "frame of %llu bytes at %llu of %llu", (unsigned long long)len,
		       (unsigned long long)off, (unsigned long long)end);
		expect(get(at + 8, 4) == crc, "frame %zu: %#x", log->n, crc);
		expect(get(at + 12, 4) == log->n, "frame %zu: number %llu", log->n,
		       (unsigned long long)get(at + 12, 4));
		for (uint64_t i = 24 + len; i < whole; i++)
			expect(!at[i], "frame %zu: padding", log->n);
		frame->type = (enum window_type)get(at + 4, 2);
		frame->source = (enum window_source)get(at + 6, 2);
		frame->at_ns = get(at + 16, 8);
		frame->len = len;
		frame->text = malloc(len + 1);
		expect(frame->text, "no memory");
		memcpy(frame->text, at + 24, len);
		frame->text[len] = '\0';
		off += whole;
		log->n++;
		expect(log->n < sizeof(log->frames) / sizeof(log->frames[0]), "%zu frames", log->n);
	}
	return log;
}

const struct frame *log_find(const struct log *log, enum window_type type)
{
	for (size_t i = 0; i < log->n; i++)
		if (log->frames[i].type == type)
			return &log->frames[i];
	return NULL;
}

char *log_join(const struct log *log, enum window_type type)
{
	char *text = calloc(1, 1);
	size_t len = 0;

	for (size_t i = 0; i < log->n; i++) {
		if (log->frames[i].type != type)
			continue;
		text = realloc(text, len + log->frames[i].len + 1);
		expect(text, "no memory");
		memcpy(text + len, log->frames[i].text, log->frames[i].len + 1);
		len += log->frames[i].len;
	}
	return text;
}

const char *type_name(enum window_type type)
{
	switch (type) {
#define X(name, number)                                                                            \
	case number:                                                                               \
		return #name;
		WINDOW_TYPES(X)
#undef X
	}
	return "?";
}
