// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Whether an ELF file says how to be started without a boot loader: the note `Xen`, type 18
/// (`XEN_ELFNOTE_PHYS32_ENTRY`, `include/xen/interface/elfnote.h`), which kernels with `CONFIG_PVH` have.
final class PvhNote {
    private static final int ELF_MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int PROGRAM_HEADERS_AT = 32;
    private static final int PROGRAM_HEADER_COUNT_AT = 56;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int PT_NOTE = 4;
    private static final int PHYS32_ENTRY = 18;

    private PvhNote() {}

    static boolean isIn(byte[] elf) {
        ByteBuffer b = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (b.getInt(0) != ELF_MAGIC || b.get(4) != CLASS_64) {
                return false;
            }
            int headers = Math.toIntExact(b.getLong(PROGRAM_HEADERS_AT));
            for (int i = 0; i < b.getShort(PROGRAM_HEADER_COUNT_AT); i++) {
                int at = headers + i * PROGRAM_HEADER_BYTES;
                if (b.getInt(at) == PT_NOTE) {
                    int from = Math.toIntExact(b.getLong(at + 8));
                    if (isAmongNotes(b.slice(from, Math.toIntExact(b.getLong(at + 32))))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return false;
        }
    }

    private static boolean isAmongNotes(ByteBuffer notes) {
        ByteBuffer b = notes.order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + 12 <= b.limit()) {
            int nameBytes = b.getInt(at);
            int bodyBytes = b.getInt(at + 4);
            boolean xen = nameBytes == 4
                    && StandardCharsets.US_ASCII
                            .decode(b.slice(at + 12, 3))
                            .toString()
                            .equals("Xen");
            if (xen && b.getInt(at + 8) == PHYS32_ENTRY) {
                return true;
            }
            at = Math.addExact(at + 12, Math.addExact(padded(nameBytes), padded(bodyBytes)));
        }
        return false;
    }

    private static int padded(int bytes) {
        if (bytes < 0) {
            throw new ArithmeticException("negative size");
        }
        return Math.addExact(bytes, 3) / 4 * 4;
    }
}
