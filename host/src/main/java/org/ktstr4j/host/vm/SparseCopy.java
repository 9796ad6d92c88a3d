// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.zip.CRC32C;

/// Copies the pages of ranges that are not zero from one file to another, and knows the sum of all that the other then
/// has.
final class SparseCopy {
    static final int PAGE = 4096;
    private static final int CHUNK = 1 << 20;
    private static final byte[] ZERO_BYTES = new byte[PAGE];
    private static final MemorySegment ZEROS = MemorySegment.ofArray(ZERO_BYTES);

    private final FileChannel from;
    private final FileChannel to;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private final CRC32C sum = new CRC32C();
    private long at;
    private long written;

    /// @param to empty but for its size
    SparseCopy(FileChannel from, FileChannel to) {
        this.from = from;
        this.to = to;
    }

    /// Copies a whole file.
    ///
    /// @param without numbers of pages that the copy shall not have
    void copyAll(BitSet without) throws IOException {
        long end = from.size();
        while (at < end) {
            int page = (int) (at / PAGE);
            int next = without.nextSetBit(page);
            copy(at, next < 0 ? end : Math.min(end, (long) next * PAGE));
            if (at < end) skip(Math.min(end, (long) without.nextClearBit(next) * PAGE) - at);
        }
    }

    /// Goes on with a range.
    ///
    /// @param begin of the range in `from`, a multiple of the page size
    /// @param end of the range in `from`
    void copy(long begin, long end) throws IOException {
        for (long off = begin; off < end; off += CHUNK) {
            chunk.clear().limit((int) Math.min(CHUNK, end - off));
            while (chunk.hasRemaining() && from.read(chunk, off + chunk.position()) >= 0) {}
            sum.update(chunk.flip());
            written += write(chunk.rewind(), to, at);
            at += chunk.limit();
        }
    }

    /// Leaves a hole.
    private void skip(long bytes) {
        for (long left = bytes; left > 0; left -= PAGE) sum.update(ZERO_BYTES, 0, (int) Math.min(PAGE, left));
        at += bytes;
    }

    /// {@return bytes that were written}
    long written() {
        return written;
    }

    /// {@return CRC-32C of all that was copied and skipped}
    long sum() {
        return sum.getValue();
    }

    /// Runs of pages with something in them go out together.
    private static long write(ByteBuffer chunk, FileChannel to, long at) throws IOException {
        MemorySegment all = MemorySegment.ofBuffer(chunk);
        int end = chunk.limit();
        int first = -1;
        long written = 0;
        for (int off = 0; off <= end; off += PAGE) {
            boolean empty = off >= end || isZero(all.asSlice(off, Math.min(PAGE, end - off)));
            if (empty && first >= 0) {
                written += to.write(chunk.slice(first, Math.min(off, end) - first), at + first);
                first = -1;
            } else if (!empty && first < 0) {
                first = off;
            }
        }
        return written;
    }

    private static boolean isZero(MemorySegment page) {
        return page.mismatch(ZEROS.asSlice(0, page.byteSize())) < 0;
    }
}
