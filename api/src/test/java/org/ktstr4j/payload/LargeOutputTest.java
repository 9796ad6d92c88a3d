// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gibibyte from a program that does not stop talking.
class LargeOutputTest {
    private static final long GIB = 1L << 30;

    @Test
    @Timeout(60)
    void draining_a_gibibyte_keeps_only_what_is_kept_of_it() throws Exception {
        long before = used();
        PayloadRecord[] kept = new PayloadRecord[1];
        Scripted process = new Scripted(new Zeros(GIB), InputStream.nullInputStream()).exit(0);
        PayloadDoors doors = new PayloadDoors(spec -> process, record -> kept[0] = record, "/cgroup");
        PayloadHandle handle = doors.payload(Payload.binary("sh", "sh")).spawn();
        while (process.stdout().available() > 0) {
            Thread.sleep(10);
        }
        long during = used();
        handle.waitFor();

        assertEquals(new StreamSize(GIB, 16 << 20), kept[0].stdout());
        assertTrue(during - before < 48L << 20, "the heap grew by " + (during - before));
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /// So many zeros, as fast as they are wanted.
    private static final class Zeros extends InputStream {
        private volatile long left;

        private Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read one byte at a time");
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one reader
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            java.util.Arrays.fill(target, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, left);
        }
    }
}
