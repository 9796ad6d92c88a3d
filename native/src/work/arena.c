// SPDX-License-Identifier: Apache-2.0
/*
 * Memory that kt work shares with its workers. Comes in: sizes; goes out: zeroed pages. They lie in few large
 * mappings, since each mapping makes each fork slower: 100 groups with one of their own
 * took 60 000 instructions more for each worker.
 */
#include <stdlib.h>
#include <sys/mman.h>

#include "group.h"

#define CHUNK_BYTES (64u << 20)
#define PAGE 4096u

struct chunk {
	struct chunk *next;
	char *at;
	size_t size, used;
	unsigned int lent;
};

static struct chunk *chunks;	/* the newest first, which is the one that lends */

static size_t whole_pages(size_t size)
{
	return (size + PAGE - 1) / PAGE * PAGE;
}

static struct chunk *new_chunk(size_t size)
{
	struct chunk *chunk = calloc(1, sizeof(*chunk));

	if (!chunk)
		return NULL;
	chunk->size = size > CHUNK_BYTES ? size : CHUNK_BYTES;
	chunk->at = mmap(NULL, chunk->size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (chunk->at == MAP_FAILED) {
		free(chunk);
		return NULL;
	}
	chunk->next = chunks;
	chunks = chunk;
	return chunk;
}

void *arena_lend(size_t size)
{
	struct chunk *chunk = chunks;
	void *at;

	size = whole_pages(size);
	if (!chunk || chunk->size - chunk->used < size)
		chunk = new_chunk(size);
	if (!chunk)
		return NULL;
	at = chunk->at + chunk->used;
	chunk->used += size;
	chunk->lent++;
	return at;
}

void arena_return(void *at, size_t size)
{
	struct chunk **link = &chunks, *chunk;

	if (!at)
		return;
	while ((char *)at < (*link)->at || (char *)at >= (*link)->at + (*link)->size)
		link = &(*link)->next;
	chunk = *link;
	if (--chunk->lent) {
		/* Gives the pages back; the addresses go when nobody has any of the chunk. */
		madvise(at, whole_pages(size), MADV_REMOVE);
		return;
	}
	*link = chunk->next;
	munmap(chunk->at, chunk->size);
	free(chunk);
}
