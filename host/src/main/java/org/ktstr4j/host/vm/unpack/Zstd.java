// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Unpacks one Zstandard frame (RFC 8878) of known unpacked size, without a dictionary. The JDK has no
/// Zstandard, and the unpacked kernel must be the same on a host with and without the program.
final class Zstd {
    static final int MAGIC = 0xFD2FB528;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_BLOCK = 128 * 1024;

    private final byte[] in;
    private final byte[] out;
    private int at;

    private Zstd(byte[] in, int outSize) {
        this.in = in;
        this.out = new byte[outSize];
    }

    /// {@return what the frame unpacks to; bytes after the frame are ignored}
    ///
    /// @throws ZstdException if it does not unpack to exactly this many bytes, or its checksum does not match
    static byte[] unpack(byte[] packed, int size) {
        Zstd zstd = new Zstd(packed, size);
        try {
            zstd.frame();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new ZstdException("the frame is cut off or damaged: " + e.getMessage());
        }
        return zstd.out;
    }

    private void frame() {
        if ((int) INT.get(in, 0) != MAGIC) {
            throw new ZstdException("not a Zstandard frame");
        }
        int descriptor = in[4];
        boolean checksum = (descriptor & 4) != 0;
        boolean single = (descriptor & 0x20) != 0;
        if ((descriptor & 3) != 0) {
            throw new ZstdException("the frame needs a dictionary");
        }
        int sizeField = (descriptor >> 6) & 3;
        int sizeBytes = sizeField == 0 ? (single ? 1 : 0) : 1 << sizeField;
        at = 5 + (single ? 0 : 1) + sizeBytes;
        int end = blocks();
        if (end != out.length) {
            throw new ZstdException("the frame unpacks to " + end + " bytes, expected " + out.length);
        }
        if (checksum && (int) INT.get(in, at) != (int) Xxh64.of(out)) {
            throw new ZstdException("the checksum of the unpacked bytes does not match");
        }
    }

    private int blocks() {
        Literals literals = new Literals();
        Sequences sequences = new Sequences();
        int outAt = 0;
        boolean last = false;
        while (!last) {
            int header = (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8) | ((in[at + 2] & 0xff) << 16);
            at += 3;
            last = (header & 1) != 0;
            int size = header >> 3;
            int type = (header >> 1) & 3;
            int packed = type == 1 ? 1 : size;
            int unpacked = type == 2 ? 0 : size;
            if (size > MAX_BLOCK || at + packed > in.length || outAt + unpacked > out.length) {
                throw new ZstdException("a block of " + size + " bytes at " + at);
            }
            switch (type) {
                case 0 -> System.arraycopy(in, at, out, outAt, size);
                case 1 -> Arrays.fill(out, outAt, outAt + size, in[at]);
                case 2 -> {
                    int end = at + size;
                    outAt = sequences.execute(in, literals.read(in, at, end), end, literals, out, outAt);
                }
                default -> throw new ZstdException("a block of the reserved type");
            }
            outAt += unpacked;
            at += packed;
        }
        return outAt;
    }
}
