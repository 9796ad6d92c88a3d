// SPDX-License-Identifier: Apache-2.0
/*
 * The guest's end of the window against a reader written from the document: frames, reserve, drops,
 * and what is refused at opening. No process is started here.
 */
#include <string.h>

#include "support.h"

#define LOG_LEN (256 << 10)
#define SIZE ((64 << 10) + LOG_LEN)

static struct peer peer;
static struct window window;

static void open_new(void)
{
	struct fault fault;

	peer = peer_open(below("window"), 0, SIZE);
	peer_format(&peer, LOG_LEN);
	expect(!window_open_file(&window, below("window"), &fault), "%s", fault.text);
}

static void crc_is_the_one_of_ieee(void)
{
	expect(crc32_add(0, "123456789", 9) == 0xcbf43926, "%#x", crc32_add(0, "123456789", 9));
	for (size_t cut = 0; cut <= 9; cut++)
		expect(crc32_add(crc32_add(0, "123456789", cut), &"123456789"[cut], 9 - cut) == 0xcbf43926,
		       "cut at %zu", cut);
	expect(crc32_add(0, "", 0) == 0, "%#x", crc32_add(0, "", 0));
}

static void frames_of_every_length_are_read_back(void)
{
	char text[64];
	struct log *log;

	open_new();
	memset(text, 'x', sizeof(text));
	for (size_t len = 0; len < sizeof(text); len++)
		expect(window_append(&window, TYPE_NOTE, SOURCE_KT, len, text, len), "%zu", len);
	log = peer_read(&peer);

	expect(log->n == sizeof(text), "%zu", log->n);
	for (size_t len = 0; len < sizeof(text); len++)
		expect(log->frames[len].len == len && log->frames[len].at_ns == len &&
			       strspn(log->frames[len].text, "x") == len, "%zu", len);
}

static void the_bytes_of_a_frame_are_these(void)
{
	static const uint8_t want[] = {
		3, 0, 0, 0, 13, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 'a', 'b', 'c', 0, 0, 0, 0, 0,
	};
	uint8_t have[sizeof(want)];

	open_new();
	window_append(&window, TYPE_NOTE, SOURCE_KT, 0x0102030405060708, "abc", 3);
	memcpy(have, peer.base + peer.header->log_off, sizeof(have));
	memset(have + 8, 0, 4);

	expect(!memcmp(have, want, sizeof(want)), "differs");
	expect(peer.header->log_end == sizeof(want), "%llu", (unsigned long long)peer.header->log_end);
}

static void a_full_log_counts_and_keeps_room_for_the_end(void)
{
	static char text[1000];
	size_t fitted = 0;

	open_new();
	while (window_append(&window, TYPE_STDOUT, SOURCE_AGENT, 1, text, sizeof(text)))
		fitted++;
	expect(fitted == (LOG_LEN - WINDOW_LOG_RESERVE) / 1024, "%zu", fitted);
	window_append(&window, TYPE_PAYLOAD, SOURCE_AGENT, 1, text, 500);
	expect(peer.header->dropped_records == 2, "%llu", (unsigned long long)peer.header->dropped_records);
	expect(peer.header->dropped_bytes == 1500, "%llu", (unsigned long long)peer.header->dropped_bytes);

	expect(window_append(&window, TYPE_RESULT, SOURCE_AGENT, 1, text, sizeof(text)), "RESULT");
	expect(window_append(&window, TYPE_TIMEOUT, SOURCE_KT, 1, text, 10), "TIMEOUT");
	expect(window_append(&window, TYPE_AGENT_EXIT, SOURCE_KT, 1, text, 10), "AGENT_EXIT");
	expect(window_append(&window, TYPE_ERROR, SOURCE_KT, 1, text, 10), "ERROR");
	expect(window_append(&window, TYPE_END, SOURCE_KT, 1, text, 10), "END");
	expect(peer_read(&peer)->n == fitted + 5, "%zu", peer_read(&peer)->n);
}

static void the_log_can_be_filled_to_the_last_byte(void)
{
	static char text[LOG_LEN];

	open_new();
	expect(!window_append(&window, TYPE_END, SOURCE_KT, 1, text, LOG_LEN - 23), "one too many");
	expect(window_append(&window, TYPE_END, SOURCE_KT, 1, text, LOG_LEN - 24), "all");
	expect(!window_append(&window, TYPE_END, SOURCE_KT, 1, text, 0), "full");
	expect(!window_append(&window, TYPE_NOTE, SOURCE_KT, 1, text, 0), "past the reserve");
	expect(peer_read(&peer)->n == 1, "%zu", peer_read(&peer)->n);
	expect(peer.header->dropped_records == 3, "%llu", (unsigned long long)peer.header->dropped_records);
}

static void state_only_goes_up(void)
{
	open_new();
	window_set_state(&window, STATE_TAKEN);
	window_set_state(&window, STATE_READY);
	expect(peer.header->state == STATE_TAKEN, "%u", peer.header->state);
}

static void refused(const char *want)
{
	struct fault fault = { "" };
	char whole[512];

	snprintf(whole, sizeof(whole), "open window %s: %s", below("window"), want);
	expect(window_open_file(&window, below("window"), &fault), "was opened");
	expect(!strcmp(fault.text, whole), "\"%s\", not \"%s\"", fault.text, whole);
}

static void a_wrong_window_is_refused_with_what_was_found(void)
{
	struct peer small = peer_open(below("window"), 0, 4096);

	(void)small;
	refused("only 4096 bytes");
	peer = peer_open(below("window"), 0, SIZE);
	refused("expected magic 0x314a345254534b54, was 0");
	peer_format(&peer, LOG_LEN);
	peer.header->version = 2;
	refused("expected version 1, was 2");
	peer.header->version = 1;
	peer.header->log_off += 8;
	refused("log at 0x10008, 262144 bytes, in 327680 bytes");
	peer.header->log_off = UINT64_MAX - 7;
	refused("log at 0xfffffffffffffff8, 262144 bytes, in 327680 bytes");
	peer_format(&peer, LOG_LEN);
	peer.header->log_len = 131064;
	refused("log at 0x10000, 131064 bytes, in 327680 bytes");
	peer_format(&peer, LOG_LEN);
	peer.header->log_end = 32;
	peer.header->state = 2;
	refused("already used, 32 bytes in the log, state 2");
}

static void a_wrong_order_is_refused_with_what_was_found(void)
{
	struct archive archive = { 0 };
	struct window_order *order;
	struct fault fault;

	open_new();
	expect(!window_order(&window, &fault) && !fault.text[0], "%s", fault.text);
	archive_end(&archive);
	peer_order(&peer, &archive, 0);
	expect(window_order(&window, &fault), "%s", fault.text);

	order = (void *)(peer.base + peer.header->order_off);
	order->archive_len = 100000;
	expect(!window_order(&window, &fault) &&
		       !strcmp(fault.text, "take order: archive of 100000 bytes in an order of 61440 bytes"),
	       "%s", fault.text);
	order->version = 3;
	expect(!window_order(&window, &fault) && !strcmp(fault.text, "take order: expected version 1, was 3"),
	       "%s", fault.text);
	peer.header->order_len = SIZE;
	expect(!window_order(&window, &fault) &&
		       !strcmp(fault.text, "take order: at 0x1000, 327680 bytes, in a window of 327680 bytes"),
	       "%s", fault.text);
}

static const struct test tests[] = {
	TEST(crc_is_the_one_of_ieee),
	TEST(frames_of_every_length_are_read_back),
	TEST(the_bytes_of_a_frame_are_these),
	TEST(a_full_log_counts_and_keeps_room_for_the_end),
	TEST(the_log_can_be_filled_to_the_last_byte),
	TEST(state_only_goes_up),
	TEST(a_wrong_window_is_refused_with_what_was_found),
	TEST(a_wrong_order_is_refused_with_what_was_found),
};

int main(int argc, char **argv)
{
	return run_tests(tests, sizeof(tests) / sizeof(tests[0]), argc, argv);
}
