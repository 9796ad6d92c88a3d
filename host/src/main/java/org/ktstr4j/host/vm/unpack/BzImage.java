// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// What a bzImage carries (`Documentation/arch/x86/boot.rst` of the kernel tree).
final class BzImage {
    private static final int SETUP_SECTORS = 0x1f1;
    private static final int HEADER_MAGIC = 0x202;
    private static final int HDRS = 0x53726448;
    private static final int PROTOCOL = 0x206;
    /// From this protocol on (Linux 2.6.26) the header tells where the packed kernel is.
    private static final int PAYLOAD_KNOWN = 0x208;

    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int SECTOR = 512;
    private static final int GZIP_MAGIC = 0x8b1f;
    /// No kernel is larger; a damaged header must not ask for all memory.
    private static final int MOST_BYTES = 512 << 20;

    private BzImage() {}

    /// {@return the ELF file in an image; empty if it is no bzImage, damaged, or packed in a way not known
    /// here}
    static Optional<byte[]> unpack(byte[] image) {
        try {
            ByteBuffer b = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            if (b.getInt(HEADER_MAGIC) != HDRS || b.getShort(PROTOCOL) < PAYLOAD_KNOWN) {
                return Optional.empty();
            }
            int sectors = b.get(SETUP_SECTORS) == 0 ? 4 : b.get(SETUP_SECTORS) & 0xff;
            int from = (sectors + 1) * SECTOR + b.getInt(PAYLOAD_OFFSET);
            int to = Math.addExact(from, b.getInt(PAYLOAD_LENGTH));
            if (from < 0 || to > image.length || to - from < 8) {
                return Optional.empty();
            }
            // the build appends the unpacked size, or the packer's own trailer ends with it (scripts/Makefile.lib)
            int size = b.getInt(to - Integer.BYTES);
            if (size <= 0 || size > MOST_BYTES) {
                return Optional.empty();
            }
            byte[] packed = Arrays.copyOfRange(image, from, to);
            if (b.getInt(from) == Zstd.MAGIC) {
                return Optional.of(Zstd.unpack(packed, size));
            }
            return (b.getShort(from) & 0xffff) == GZIP_MAGIC ? gunzip(packed, size) : Optional.empty();
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException | ZstdException e) {
            // the guest's own unpacker will say what is wrong with it
            return Optional.empty();
        }
    }

    private static Optional<byte[]> gunzip(byte[] packed, int size) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] unpacked = in.readNBytes(size);
            return unpacked.length == size ? Optional.of(unpacked) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
