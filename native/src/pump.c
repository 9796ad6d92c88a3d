// SPDX-License-Identifier: Apache-2.0
/*
 * From the pipes of the agent into the log. Comes in: text, and framed records on the agent's
 * descriptor 3; goes out: frames of the window. Records are read first and published last in a round:
 * text printed before a record was in its pipe by then, and so comes before it in the log.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "init.h"

#define CHUNK 65536

static size_t bytes_in(int fd)
{
	int n = 0;

	return ioctl(fd, FIONREAD, &n) || n < 0 ? 0 : (size_t)n;
}

/* Bytes read; 0 when there are none now; the descriptor is closed at the end. */
static size_t read_some(int *fd, void *buf, size_t size)
{
	ssize_t got;

	if (*fd < 0 || !size)
		return 0;
	do {
		got = read(*fd, buf, size);
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		return (size_t)got;
	if (!got || errno != EAGAIN) {
		close(*fd);
		*fd = -1;
	}
	return 0;
}

static void drain(struct pump *pump, struct stream *stream)
{
	size_t left = stream->fd < 0 ? 0 : bytes_in(stream->fd);
	uint8_t chunk[CHUNK];

	/* At least once, to see the end. */
	do {
		size_t got = read_some(&stream->fd, chunk, sizeof(chunk));

		if (!got)
			return;
		window_append(pump->window, stream->type, stream->source, monotonic_ns(), chunk, got);
		left -= got < left ? got : left;
	} while (left);
}

/* How much the record at the front of the buffer needs in all; 0 while its header is not complete. */
static size_t record_size(const struct pump *pump)
{
	struct window_agent_record record;

	if (pump->len < sizeof(record))
		return 0;
	memcpy(&record, pump->buf, sizeof(record));
	return sizeof(record) + record.len;
}

static int append(struct pump *pump, const uint8_t *bytes, size_t n, struct fault *fault)
{
	size_t need = pump->len + n;

	if (!n)
		return 0;
	if (need > pump->size) {
		size_t size = need < 2 * pump->size ? 2 * pump->size : need;
		uint8_t *buf = realloc(pump->buf, size);

		if (!buf)
			return fault_errno(fault, ENOMEM, "read a record: buffer of %zu bytes", size);
		pump->buf = buf;
		pump->size = size;
	}
	memcpy(pump->buf + pump->len, bytes, n);
	pump->len += n;
	return 0;
}

static bool type_of_agent(uint32_t type)
{
	return type && type <= UINT16_MAX && type != TYPE_HELLO && type != TYPE_TAKEN &&
	       type != TYPE_AGENT_EXIT && type != TYPE_TIMEOUT && type != TYPE_END;
}

static void consume(struct pump *pump, size_t n)
{
	if (!n)
		return;
	pump->len -= n;
	memmove(pump->buf, pump->buf + n, pump->len);
}

static int publish(struct pump *pump, struct fault *fault)
{
	struct window_agent_record record;
	size_t done = 0;

	while (pump->len - done >= sizeof(record)) {
		memcpy(&record, pump->buf + done, sizeof(record));
		if (!type_of_agent(record.type))
			return fault_text(fault, "read a record of the agent: type %u, %u bytes: not a type "
					  "an agent sends", record.type, record.len);
		if (record.len > pump->window->log_len) {
			/* Will never fit: let it pass by without room for it. */
			size_t have = pump->len - done - sizeof(record);
			size_t take = have < record.len ? have : record.len;

			window_drop(pump->window, record.len);
			pump->skip = record.len - take;
			done += sizeof(record) + take;
			continue;
		}
		if (pump->len - done - sizeof(record) < record.len)
			break;
		window_append(pump->window, record.type, SOURCE_AGENT, record.at_ns,
			      pump->buf + done + sizeof(record), record.len);
		pump->ready |= record.type == TYPE_READY;
		done += sizeof(record) + record.len;
	}
	consume(pump, done);
	return 0;
}

/* Reads what is there, at least once; a record that is longer than the pipe comes over many rounds. */
static int read_records(struct pump *pump, struct fault *fault)
{
	size_t left = pump->records < 0 ? 0 : bytes_in(pump->records);
	uint8_t chunk[CHUNK];

	do {
		size_t got, skipped;

		got = read_some(&pump->records, chunk, sizeof(chunk));
		if (!got)
			return 0;
		left -= got < left ? got : left;
		skipped = pump->skip < got ? (size_t)pump->skip : got;
		pump->skip -= skipped;
		if (append(pump, chunk + skipped, got - skipped, fault))
			return -1;
	} while (left);
	return 0;
}

int pump_round(struct pump *pump, struct fault *fault)
{
	int result = read_records(pump, fault);

	drain(pump, &pump->out);
	drain(pump, &pump->err);
	drain(pump, &pump->launcher);
	if (publish(pump, fault))
		result = -1;
	if (result) {
		if (pump->records >= 0)
			close(pump->records);
		pump->records = -1;
		pump->len = 0;
	}
	return result;
}

void pump_end(struct pump *pump)
{
	char text[128];
	int len;

	if (pump->skip)
		len = snprintf(text, sizeof(text), "agent ended inside a record too long for the log, "
			       "%llu bytes before its end", (unsigned long long)pump->skip);
	else if (pump->len)
		len = snprintf(text, sizeof(text), "agent ended inside a record: had %zu of %zu bytes",
			       pump->len, record_size(pump));
	else
		return;
	window_append(pump->window, TYPE_NOTE, SOURCE_KT, monotonic_ns(), text, (size_t)len);
	pump->len = 0;
	pump->skip = 0;
}
