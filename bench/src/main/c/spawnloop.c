// SPDX-License-Identifier: Apache-2.0
/*
 * What a program costs by itself: posix_spawn and wait. Comes in: a number of rounds and a program; goes out: the
 * median of them as JSON, in us.
 */
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[1]) : 0, status;
	int64_t *took = calloc((size_t)rounds, sizeof(*took));
	pid_t pid;

	if (rounds < 1 || !took)
		return 64;
	for (int i = 0; i < rounds; i++) {
		int64_t from = now_ns();

		if (posix_spawn(&pid, argv[2], NULL, NULL, argv + 2, environ) || waitpid(pid, &status, 0) != pid)
			return 71;
		took[i] = now_ns() - from;
	}
	qsort(took, (size_t)rounds, sizeof(*took), compare);
	printf("{\"median_us\": %.1f}\n", (double)took[rounds / 2] / 1000);
	return 0;
}
