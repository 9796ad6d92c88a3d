/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window: header, order and log in one range of memory that guest and host see. Comes in: one
 * order; goes out: frames, published by a release of log_end. docs/window.md says the same in words,
 * `kt layout` prints it, org.ktstr4j.wire is the Java side.
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kt.h"

#define WINDOW_MAGIC 0x314a345254534b54ull /* bytes T K S T R 4 J 1 */
#define WINDOW_VERSION 1
#define WINDOW_HEADER_SIZE 4096
#define WINDOW_LOG_RESERVE 65536
#define WINDOW_ORDER_VERSION 1
#define WINDOW_ORDER_HEADER_SIZE 128
#define WINDOW_ENTROPY_SIZE 64
#define WINDOW_FRAME_HEADER_SIZE 24
#define WINDOW_AGENT_HEADER_SIZE 16

struct window_header {
	/* written by the host */
	uint64_t magic;
	uint32_t version;
	uint32_t order_ready;
	uint64_t order_off;
	uint64_t order_len;
	uint64_t log_off;
	uint64_t log_len;
	uint32_t stopping;
	uint32_t held;
	uint8_t host_pad[72];
	/* written by the guest */
	uint32_t state;
	uint32_t guest_pad;
	uint64_t log_end;
	uint64_t dropped_records;
	uint64_t dropped_bytes;
	uint64_t vmcoreinfo;
	uint8_t rest[WINDOW_HEADER_SIZE - 168];
};

struct window_order {
	uint32_t version;
	uint32_t crc32;
	uint64_t archive_len;
	uint64_t deadline_ns;
	uint64_t seed;
	uint64_t epoch_ns;
	uint8_t entropy[WINDOW_ENTROPY_SIZE];
	uint8_t pad[24];
};

struct window_frame {
	uint32_t len;
	uint16_t type;
	uint16_t source;
	uint32_t crc32;
	uint32_t seq;
	uint64_t at_ns;
};

/* What the agent writes into its descriptor 3 before each payload. */
struct window_agent_record {
	uint32_t type;
	uint32_t len;
	uint64_t at_ns;
};

enum window_state { STATE_NOTHING, STATE_INIT, STATE_READY, STATE_TAKEN, STATE_DONE };

enum window_source { SOURCE_KT = 1, SOURCE_AGENT = 2 };

#define WINDOW_TYPES(X)                                                                            \
	X(HELLO, 1) X(READY, 2) X(TOPOLOGY, 3) X(TAKEN, 4) X(BODY, 5) X(STDOUT, 6) X(STDERR, 7)    \
	X(PAYLOAD, 8) X(RESULT, 9) X(AGENT_EXIT, 10) X(TIMEOUT, 11) X(END, 12) X(NOTE, 13)         \
	X(ERROR, 14) X(SLICE, 15) X(SCENARIO, 20) X(MARK, 21) X(WORKERS, 22)                                    \
	X(SCHED_START, 24) X(SCHED_ATTACHED, 25) X(SCHED_TEXT, 26) X(SCHED_END, 27)

enum window_type {
#define X(name, number) TYPE_##name = number,
	WINDOW_TYPES(X)
#undef X
};

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the window is little endian");
static_assert(sizeof(struct window_header) == WINDOW_HEADER_SIZE, "header size");
static_assert(offsetof(struct window_header, order_ready) == 12, "header.order_ready");
static_assert(offsetof(struct window_header, log_len) == 40, "header.log_len");
static_assert(offsetof(struct window_header, state) == 128, "header.state");
static_assert(offsetof(struct window_header, vmcoreinfo) == 160, "header.vmcoreinfo");
static_assert(sizeof(struct window_order) == WINDOW_ORDER_HEADER_SIZE, "order header size");
static_assert(offsetof(struct window_order, entropy) == 40, "order.entropy");
static_assert(sizeof(struct window_frame) == WINDOW_FRAME_HEADER_SIZE, "frame header size");
static_assert(offsetof(struct window_frame, seq) == 12, "frame.seq");
static_assert(sizeof(struct window_agent_record) == WINDOW_AGENT_HEADER_SIZE, "agent header size");

struct window {
	struct window_header *header;
	size_t size;
	uint8_t *log;
	uint64_t log_len;
	uint64_t log_end;
	uint32_t seq;
};

/* Map a file whole, or a range of physical memory through /dev/mem; checks the header. */
int window_open_file(struct window *window, const char *path, struct fault *fault);
int window_open_memory(struct window *window, uint64_t addr, uint64_t size, struct fault *fault);

/* Appends a frame and publishes it; false: it did not fit and was counted as dropped. */
bool window_append(struct window *window, enum window_type type, enum window_source source,
		   uint64_t at_ns, const void *payload, size_t len);

/* A record that cannot fit at all was not even received: counts it as dropped. */
void window_drop(struct window *window, uint64_t len);

/* Only ever goes up. */
void window_set_state(struct window *window, enum window_state state);

/* The order once the host has published it, after checks of its bounds; NULL and an empty fault: not yet. */
const struct window_order *window_order(const struct window *window, struct fault *fault);

/* IEEE CRC-32; start with 0, feed back for the next piece. */
uint32_t crc32_add(uint32_t crc, const void *bytes, size_t len);

#endif
