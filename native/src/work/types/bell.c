// SPDX-License-Identifier: Apache-2.0
/* A word in a team's memory on which some wait and that others change: what the futex kinds have in common. */
#include "types.h"

unsigned int team_of_two(const uint64_t *arg)
{
	(void)arg;
	return 2;
}

unsigned int team_of_one_and_others(const uint64_t *arg)
{
	return (unsigned int)arg[0] + 1;
}

size_t bell_size(const uint64_t *arg)
{
	(void)arg;
	return sizeof(struct bell);
}

static void stamp(struct bell *bell)
{
	__atomic_store_n(&bell->stamp_ns, monotonic_ns(), __ATOMIC_RELAXED);
}

/* Waits while the word has that value, and notes how long after the stamp it came back. */
static void await_change(struct worker *worker, const struct bell *bell, uint32_t value)
{
	uint64_t from_ns = wait_while(worker, &bell->word, value);

	if (from_ns)
		woken(worker, from_ns, __atomic_load_n(&bell->stamp_ns, __ATOMIC_RELAXED));
}

void ring(struct bell *bell, uint64_t listeners)
{
	stamp(bell);
	__atomic_add_fetch(&bell->word, 1, __ATOMIC_RELEASE);
	wake(&bell->word, (int)listeners);
}

void listen_to(struct worker *worker, const struct bell *bell, uint32_t *heard)
{
	await_change(worker, bell, *heard);
	*heard = __atomic_load_n(&bell->word, __ATOMIC_ACQUIRE);
}

void take_turns(struct worker *worker, uint64_t turns)
{
	struct bell *bell = worker->team->shared;
	uint32_t other = 1 - worker->rank;

	while (going(worker)) {
		await_change(worker, bell, other);
		spin(worker, turns);
		stamp(bell);
		__atomic_store_n(&bell->word, other, __ATOMIC_RELEASE);
		wake(&bell->word, 1);
		done(worker, 1);
	}
}
