// SPDX-License-Identifier: Apache-2.0
/*
 * CRC-32 as in IEEE 802.3 (java.util.zip.CRC32 gives the same). Eight bytes at a time by eight tables,
 * since under instruction counting every instruction of the guest is virtual time.
 */
#include <string.h>

#include "window.h"

static uint32_t tables[8][256];

static void make_tables(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t crc = i;

		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
		tables[0][i] = crc;
	}
	for (int t = 1; t < 8; t++)
		for (int i = 0; i < 256; i++)
			tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 0xff];
}

uint32_t crc32_add(uint32_t crc, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	if (!tables[0][1])
		make_tables();
	crc = ~crc;
	for (; len >= 8; len -= 8, at += 8) {
		uint32_t low, high;

		memcpy(&low, at, 4);
		memcpy(&high, at + 4, 4);
		low ^= crc;
		crc = tables[7][low & 0xff] ^ tables[6][low >> 8 & 0xff] ^
		      tables[5][low >> 16 & 0xff] ^ tables[4][low >> 24] ^
		      tables[3][high & 0xff] ^ tables[2][high >> 8 & 0xff] ^
		      tables[1][high >> 16 & 0xff] ^ tables[0][high >> 24];
	}
	for (; len; len--, at++)
		crc = crc >> 8 ^ tables[0][(crc ^ *at) & 0xff];
	return ~crc;
}
