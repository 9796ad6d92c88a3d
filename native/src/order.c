// SPDX-License-Identifier: Apache-2.0
/*
 * Takes the order: checks the archive's CRC, unpacks it, stirs its entropy into the kernel's pool,
 * sets the wall clock, and the kernel's slice by the seed. Comes in: the order in the window; goes out: files below the root. Restored
 * guests share all state, random numbers included, until the order's entropy has been added.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "init.h"
#include "newc.h"

int order_unpack(const struct window_order *order, const char *root, struct fault *fault)
{
	const uint8_t *archive = (const uint8_t *)(order + 1);
	uint32_t crc = crc32_add(0, archive, order->archive_len);

	if (crc != order->crc32)
		return fault_text(fault, "check archive of %llu bytes: expected CRC %#010x, was %#010x",
				  (unsigned long long)order->archive_len, order->crc32, crc);
	if (!order->archive_len)
		return 0;
	return newc_unpack(archive, order->archive_len, root, fault);
}

static void add_entropy(const uint8_t *entropy, struct notes *notes)
{
	struct {
		struct rand_pool_info info;
		uint8_t bytes[WINDOW_ENTROPY_SIZE];
	} pool = { .info = { .entropy_count = 8 * WINDOW_ENTROPY_SIZE,
			     .buf_size = WINDOW_ENTROPY_SIZE } };
	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);

	if (fd < 0) {
		note_errno(notes, errno, "add entropy: open /dev/urandom");
		return;
	}
	memcpy(pool.bytes, entropy, sizeof(pool.bytes));
	if (ioctl(fd, RNDADDENTROPY, &pool))
		note_errno(notes, errno, "add entropy: RNDADDENTROPY");
	/* Without this the generator goes on from its old key for up to a minute. */
	else if (ioctl(fd, RNDRESEEDCRNG))
		note_errno(notes, errno, "add entropy: RNDRESEEDCRNG");
	close(fd);
}

void order_apply(const struct window_order *order, struct slice *slice, struct notes *notes)
{
	static const uint8_t none[WINDOW_ENTROPY_SIZE];
	struct timespec time = {
		.tv_sec = (time_t)(order->epoch_ns / NSEC_PER_SEC),
		.tv_nsec = (long)(order->epoch_ns % NSEC_PER_SEC),
	};
	struct fault fault;

	if (memcmp(order->entropy, none, sizeof(none)))
		add_entropy(order->entropy, notes);
	if (order->epoch_ns && clock_settime(CLOCK_REALTIME, &time))
		note_errno(notes, errno, "set the clock to %llu ns",
			   (unsigned long long)order->epoch_ns);
	if (order->seed && slice_draw(slice, SCHED_DEBUG, order->seed, &fault))
		note_fault(notes, &fault);
}
