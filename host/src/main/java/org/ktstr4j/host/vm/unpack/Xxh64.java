// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The hash XXH64 with seed 0, whose lower half is a Zstandard frame's checksum (xxHash specification 0.1.1).
final class Xxh64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    /// The sum of the first two overflows, as it must.
    private static final long PRIME_1_PLUS_2 = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE = 32;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Xxh64() {}

    static long of(byte[] bytes) {
        int at = 0;
        long hash;
        if (bytes.length < STRIPE) {
            hash = PRIME_5;
        } else {
            long a = PRIME_1_PLUS_2;
            long b = PRIME_2;
            long c = 0;
            long d = -PRIME_1;
            for (; at + STRIPE <= bytes.length; at += STRIPE) {
                a = round(a, (long) LONG.get(bytes, at));
                b = round(b, (long) LONG.get(bytes, at + 8));
                c = round(c, (long) LONG.get(bytes, at + 16));
                d = round(d, (long) LONG.get(bytes, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        }
        return finish(hash + bytes.length, bytes, at);
    }

    private static long finish(long start, byte[] bytes, int from) {
        long hash = start;
        int at = from;
        for (; at + 8 <= bytes.length; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(bytes, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + 4 <= bytes.length) {
            hash = Long.rotateLeft(hash ^ (((int) INT.get(bytes, at) & 0xffffffffL) * PRIME_1), 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < bytes.length; at++) {
            hash = Long.rotateLeft(hash ^ ((bytes[at] & 0xff) * PRIME_5), 11) * PRIME_1;
        }
        hash = (hash ^ (hash >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }
}
