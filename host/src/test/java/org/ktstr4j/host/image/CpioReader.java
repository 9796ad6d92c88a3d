// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Reads newc archives the way the kernel does, and refuses what the kernel would.
final class CpioReader {
    /// One entry; `mode` with the file type, the body as text in Latin-1: one character a byte.
    record Item(int mode, long mtimeS, String text) {}

    private CpioReader() {}

    static Map<String, Item> read(byte[] archive) {
        return readOver(archive, Set.of());
    }

    /// Reads an archive that is unpacked where the directories `known` exist.
    static Map<String, Item> readOver(byte[] archive, Set<String> known) {
        Map<String, Item> items = new LinkedHashMap<>();
        int at = 0;
        while (true) {
            String magic = new String(archive, at, 6, UTF_8);
            if (!magic.equals("070701")) {
                throw new AssertionError("at " + at + ": \"" + magic + "\" instead of the magic");
            }
            int length = field(archive, at, 6);
            int nameLength = field(archive, at, 11);
            String name = new String(archive, at + 110, nameLength - 1, UTF_8);
            if (archive[at + 110 + nameLength - 1] != 0) {
                throw new AssertionError(name + ": name does not end with a zero byte");
            }
            int body = at + 110 + nameLength + 3 & ~3;
            if (name.equals("TRAILER!!!")) {
                if (body != archive.length) {
                    throw new AssertionError("archive has " + archive.length + " bytes, the trailer ends at " + body);
                }
                return items;
            }
            String text = new String(archive, body, length, ISO_8859_1);
            if (items.put(name, new Item(field(archive, at, 1), field(archive, at, 5), text)) != null) {
                throw new AssertionError(name + ": twice");
            }
            int slash = name.lastIndexOf('/');
            String parent = name.substring(0, Math.max(slash, 0));
            if (slash > 0 && !items.containsKey(parent) && !known.contains(parent)) {
                throw new AssertionError(name + ": before its directory");
            }
            at = body + length + 3 & ~3;
        }
    }

    private static int field(byte[] archive, int at, int index) {
        return Integer.parseUnsignedInt(new String(archive, at + 6 + 8 * index, 8, UTF_8), 16);
    }
}
