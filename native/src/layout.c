// SPDX-License-Identifier: Apache-2.0
/*
 * kt layout: prints every offset, size and number of the window as `name value`, decimal, one a line,
 * so that a test can hold the Java constants against what the compiler laid out.
 */
#include <stdio.h>

#include "window.h"

#define OFF(kind, field) { #kind "." #field, offsetof(struct window_##kind, field) }

static const struct {
	const char *name;
	uint64_t value;
} lines[] = {
	{ "window.magic", WINDOW_MAGIC },
	{ "window.version", WINDOW_VERSION },
	{ "header.size", sizeof(struct window_header) },
	OFF(header, magic),
	OFF(header, version),
	OFF(header, order_ready),
	OFF(header, order_off),
	OFF(header, order_len),
	OFF(header, log_off),
	OFF(header, log_len),
	OFF(header, stopping),
	OFF(header, held),
	OFF(header, state),
	OFF(header, log_end),
	OFF(header, dropped_records),
	OFF(header, dropped_bytes),
	OFF(header, vmcoreinfo),
	{ "order.header_version", WINDOW_ORDER_VERSION },
	{ "order.size", sizeof(struct window_order) },
	OFF(order, version),
	OFF(order, crc32),
	OFF(order, archive_len),
	OFF(order, deadline_ns),
	OFF(order, seed),
	OFF(order, epoch_ns),
	OFF(order, entropy),
	{ "order.entropy_size", WINDOW_ENTROPY_SIZE },
	{ "frame.size", sizeof(struct window_frame) },
	OFF(frame, len),
	OFF(frame, type),
	OFF(frame, source),
	OFF(frame, crc32),
	OFF(frame, seq),
	OFF(frame, at_ns),
	{ "frame.align", 8 },
	{ "agent_record.size", sizeof(struct window_agent_record) },
	OFF(agent_record, type),
	OFF(agent_record, len),
	OFF(agent_record, at_ns),
	{ "log.reserve", WINDOW_LOG_RESERVE },
	{ "state.NOTHING", STATE_NOTHING },
	{ "state.INIT", STATE_INIT },
	{ "state.READY", STATE_READY },
	{ "state.TAKEN", STATE_TAKEN },
	{ "state.DONE", STATE_DONE },
	{ "source.KT", SOURCE_KT },
	{ "source.AGENT", SOURCE_AGENT },
#define X(name, number) { "type." #name, TYPE_##name },
	WINDOW_TYPES(X)
#undef X
};

int role_layout(int argc, char **argv)
{
	if (argc > 1) {
		say("layout", "read arguments: expected none, was \"%s\"", argv[1]);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		printf("%s %llu\n", lines[i].name, (unsigned long long)lines[i].value);
	if (fflush(stdout)) {
		say("layout", "write to standard output: failed");
		return EXIT_UNAVAILABLE;
	}
	return 0;
}
