// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A bit stream that is read from its end to its start (RFC 8878, 4.1 and 4.2.2): the highest set bit of the
/// last byte marks the end and is not part of it.
final class BackwardBits {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final long start;
    private long position;

    /// A stream in part of an array.
    ///
    /// @param from first byte
    /// @param to one after the last
    BackwardBits(byte[] bytes, int from, int to) {
        if (to <= from || bytes[to - 1] == 0) {
            throw new ZstdException("a bit stream of " + (to - from) + " bytes has no end mark");
        }
        this.bytes = bytes;
        this.start = from * 8L;
        this.position = (to - 1) * 8L + (31 - Integer.numberOfLeadingZeros(bytes[to - 1] & 0xff));
    }

    /// {@return the next bits, at most 56; the first read are the highest}
    long read(int count) {
        long value = peek(count);
        position -= count;
        return value;
    }

    /// {@return the next bits without consuming them; those before the start of the stream are zero}
    long peek(int count) {
        long from = position - count;
        if (from >= start) {
            return load(from) & ((1L << count) - 1);
        }
        int missing = (int) Math.min(count, start - from);
        int have = count - missing;
        return have == 0 ? 0 : (load(start) & ((1L << have) - 1)) << missing;
    }

    void skip(int count) {
        position -= count;
    }

    /// {@return bits left; negative if more were consumed than there were}
    long left() {
        return position - start;
    }

    private long load(long bit) {
        int at = (int) (bit >>> 3);
        long word;
        if (at + Long.BYTES <= bytes.length) {
            word = (long) LONG.get(bytes, at);
        } else {
            word = 0;
            for (int i = bytes.length - 1; i >= at; i--) {
                word = (word << 8) | (bytes[i] & 0xff);
            }
        }
        return word >>> (bit & 7);
    }
}
