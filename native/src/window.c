// SPDX-License-Identifier: Apache-2.0
/*
 * The guest's end of the window. Comes in: records; goes out: frames in the log, in order, never torn:
 * the reader looks no further than log_end, which is released last. One writer, no locks. A frame
 * which does not fit is counted; the reserve at the end is for the records that say how it ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "window.h"

static bool inside(uint64_t off, uint64_t len, uint64_t size)
{
	return off >= WINDOW_HEADER_SIZE && off <= size && len <= size - off;
}

static int check_header(struct window *window, const char *name, struct fault *fault)
{
	struct window_header *header = window->header;

	if (header->magic != WINDOW_MAGIC)
		return fault_text(fault, "open window %s: expected magic %#llx, was %#llx", name,
				  WINDOW_MAGIC, (unsigned long long)header->magic);
	if (header->version != WINDOW_VERSION)
		return fault_text(fault, "open window %s: expected version %d, was %u", name,
				  WINDOW_VERSION, header->version);
	if (!inside(header->log_off, header->log_len, window->size) || header->log_off % 8 ||
	    header->log_len < 2 * WINDOW_LOG_RESERVE)
		return fault_text(fault, "open window %s: log at %#llx, %llu bytes, in %zu bytes", name,
				  (unsigned long long)header->log_off,
				  (unsigned long long)header->log_len, window->size);
	if (header->log_end || header->state)
		return fault_text(fault, "open window %s: already used, %llu bytes in the log, state %u",
				  name, (unsigned long long)header->log_end, header->state);
	window->log = (uint8_t *)header + header->log_off;
	window->log_len = header->log_len & ~7ull;
	return 0;
}

static int map(struct window *window, int fd, const char *name, off_t off, uint64_t size,
	       struct fault *fault)
{
	void *base;

	*window = (struct window){ .size = size };
	if (size < WINDOW_HEADER_SIZE + 2 * WINDOW_LOG_RESERVE) {
		close(fd);
		return fault_text(fault, "open window %s: only %llu bytes", name,
				  (unsigned long long)size);
	}
	base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, off);
	if (base == MAP_FAILED) {
		fault_errno(fault, errno, "open window %s: map %llu bytes at %#llx", name,
			    (unsigned long long)size, (unsigned long long)off);
		close(fd);
		return -1;
	}
	close(fd);
	window->header = base;
	if (check_header(window, name, fault)) {
		munmap(base, size);
		window->header = NULL;
		return -1;
	}
	return 0;
}

int window_open_file(struct window *window, const char *path, struct fault *fault)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	struct stat stat;

	if (fd < 0)
		return fault_errno(fault, errno, "open window %s", path);
	if (fstat(fd, &stat)) {
		fault_errno(fault, errno, "open window %s: stat", path);
		close(fd);
		return -1;
	}
	return map(window, fd, path, 0, (uint64_t)stat.st_size, fault);
}

int window_open_memory(struct window *window, uint64_t addr, uint64_t size, struct fault *fault)
{
	/* No O_SYNC: that would map it uncached. */
	int fd = open("/dev/mem", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return fault_errno(fault, errno, "open window /dev/mem");
	return map(window, fd, "/dev/mem", (off_t)addr, size, fault);
}

static bool may_use_reserve(enum window_type type)
{
	return type == TYPE_RESULT || type == TYPE_AGENT_EXIT || type == TYPE_TIMEOUT ||
	       type == TYPE_END || type == TYPE_ERROR;
}

void window_drop(struct window *window, uint64_t len)
{
	struct window_header *header = window->header;

	__atomic_store_n(&header->dropped_bytes, header->dropped_bytes + len, __ATOMIC_RELAXED);
	__atomic_store_n(&header->dropped_records, header->dropped_records + 1, __ATOMIC_RELEASE);
}

bool window_append(struct window *window, enum window_type type, enum window_source source,
		   uint64_t at_ns, const void *payload, size_t len)
{
	uint64_t limit = window->log_len - (may_use_reserve(type) ? 0 : WINDOW_LOG_RESERVE);
	struct window_frame frame = {
		.type = (uint16_t)type,
		.source = (uint16_t)source,
		.seq = window->seq,
		.at_ns = at_ns,
	};
	const uint8_t *raw = (const uint8_t *)&frame;
	uint8_t *at = window->log + window->log_end;
	uint64_t room = window->log_end < limit ? limit - window->log_end : 0;
	size_t whole;

	if (len > UINT32_MAX - 64 || room < sizeof(frame) || len > room - sizeof(frame)) {
		window_drop(window, len);
		return false;
	}
	whole = (sizeof(frame) + len + 7) & ~(size_t)7;
	frame.len = (uint32_t)len;
	frame.crc32 = crc32_add(0, raw + 4, 4);
	frame.crc32 = crc32_add(frame.crc32, raw + 12, 12);
	frame.crc32 = crc32_add(frame.crc32, payload, len);
	memcpy(at, &frame, sizeof(frame));
	if (len)
		memcpy(at + sizeof(frame), payload, len);
	memset(at + sizeof(frame) + len, 0, whole - sizeof(frame) - len);
	window->seq++;
	window->log_end += whole;
	__atomic_store_n(&window->header->log_end, window->log_end, __ATOMIC_RELEASE);
	return true;
}

void window_set_state(struct window *window, enum window_state state)
{
	if (state > window->header->state)
		__atomic_store_n(&window->header->state, (uint32_t)state, __ATOMIC_RELEASE);
}

const struct window_order *window_order(const struct window *window, struct fault *fault)
{
	const struct window_header *header = window->header;
	const struct window_order *order;

	fault->text[0] = '\0';
	if (!__atomic_load_n(&header->order_ready, __ATOMIC_ACQUIRE))
		return NULL;
	if (!inside(header->order_off, header->order_len, window->size) || header->order_off % 8 ||
	    header->order_len < sizeof(*order)) {
		fault_text(fault, "take order: at %#llx, %llu bytes, in a window of %zu bytes",
			   (unsigned long long)header->order_off,
			   (unsigned long long)header->order_len, window->size);
		return NULL;
	}
	order = (const void *)((const uint8_t *)header + header->order_off);
	if (order->version != WINDOW_ORDER_VERSION) {
		fault_text(fault, "take order: expected version %d, was %u", WINDOW_ORDER_VERSION,
			   order->version);
		return NULL;
	}
	if (order->archive_len > header->order_len - sizeof(*order)) {
		fault_text(fault, "take order: archive of %llu bytes in an order of %llu bytes",
			   (unsigned long long)order->archive_len,
			   (unsigned long long)header->order_len);
		return NULL;
	}
	return order;
}
