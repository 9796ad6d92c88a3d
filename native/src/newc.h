/* SPDX-License-Identifier: Apache-2.0 */
/* Unpacking of newc archives (cpio, "070701"), see newc.c. */
#ifndef NEWC_H
#define NEWC_H

#include "kt.h"

/*
 * Unpacks an archive below a directory. Existing files and links are replaced, existing directories
 * kept, missing ones on the way made. Owners are left alone.
 */
int newc_unpack(const uint8_t *archive, size_t len, const char *root, struct fault *fault);

#endif
