// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Copies the pages of a range that are not zero.
final class SparseCopy {
    private static final int PAGE = 4096;
    private static final int CHUNK = 1 << 20;
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[PAGE]);

    private SparseCopy() {}

    /// {@return bytes written}
    ///
    /// @param begin of the range in `from`, a multiple of the page size
    /// @param end of the range in `from`
    /// @param at where `begin` goes in `to`
    static long copy(FileChannel from, long begin, long end, FileChannel to, long at) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        long written = 0;
        for (long off = begin; off < end; off += CHUNK) {
            chunk.clear().limit((int) Math.min(CHUNK, end - off));
            while (chunk.hasRemaining() && from.read(chunk, off + chunk.position()) >= 0) {}
            written += write(chunk.flip(), to, at + off - begin);
        }
        return written;
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
