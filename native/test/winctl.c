// SPDX-License-Identifier: Apache-2.0
/*
 * The host's side by hand: makes archives and windows, prints logs. For the proof in a real guest (vm.sh)
 * and for looking at the window of a run by hand.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support.h"

/* NAME=FILE (mode 755), or NAME/ for a directory. */
static void add(struct archive *archive, char *word)
{
	char *equals = strchr(word, '='), *text;
	size_t len;

	if (!equals) {
		word[strlen(word) - 1] = '\0';
		archive_add(archive, word, S_IFDIR | 0755, 1600000000, NULL, 0);
		return;
	}
	*equals = '\0';
	text = get_file(equals + 1, &len);
	archive_add(archive, word, S_IFREG | 0755, 1600000001, text, len);
	free(text);
}

static void print_log(const struct peer *peer)
{
	struct log *log = peer_read(peer);

	printf("state %u, %zu records, %llu bytes, dropped %llu\n", peer->header->state, log->n,
	       (unsigned long long)peer->header->log_end,
	       (unsigned long long)peer->header->dropped_records);
	for (size_t i = 0; i < log->n; i++)
		printf("%llu.%03llu %s %s\n", (unsigned long long)(log->frames[i].at_ns / NSEC_PER_SEC),
		       (unsigned long long)(log->frames[i].at_ns % NSEC_PER_SEC / NSEC_PER_MSEC),
		       type_name(log->frames[i].type), log->frames[i].text);
}

int main(int argc, char **argv)
{
	struct archive archive = { 0 };
	struct peer peer;

	if (argc < 4) {
		fputs("usage: winctl cpio OUT FILES... | log FILE OFF SIZE | format FILE OFF SIZE |\n"
		      "       order FILE OFF SIZE DEADLINE_MS FILES...\n", stderr);
		return EXIT_USAGE;
	}
	for (int i = !strcmp(argv[1], "cpio") ? 3 : 6; i < argc; i++)
		add(&archive, argv[i]);
	archive_end(&archive);
	if (!strcmp(argv[1], "cpio")) {
		put_file(argv[2], archive.bytes, archive.len, 0644);
		return 0;
	}
	peer = peer_open(argv[2], strtoull(argv[3], NULL, 0), strtoull(argv[4], NULL, 0));
	if (!strcmp(argv[1], "format"))
		peer_format(&peer, peer.size / 2);
	else if (!strcmp(argv[1], "order"))
		peer_order(&peer, &archive, strtoull(argv[5], NULL, 0) * NSEC_PER_MSEC);
	else
		print_log(&peer);
	return 0;
}
