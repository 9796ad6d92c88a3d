// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects a stream up to a limit, and counts what comes after it. Safe for one writer and any number of
/// readers.
///
/// Memory: the kept bytes, and at most 64 KiB more.
public final class OutputBuffer {
    static final int SHIFT = 16;
    private static final int CHUNK = 1 << SHIFT;
    private static final int FIRST = 4096;

    private final long limit;
    private final List<byte[]> chunks = new ArrayList<>();
    private byte @Nullable [] scratch;
    private long size;
    private long written;

    /// An empty buffer.
    ///
    /// @param limit number of bytes to keep, 0 and up
    public OutputBuffer(long limit) {
        this.limit = limit;
    }

    /// Takes what one read of the stream gives.
    ///
    /// @param in where to read; blocks as long as it does
    /// @return false at the end of the stream
    /// @throws IOException if reading failed
    public boolean readFrom(InputStream in) throws IOException {
        if (size < limit) {
            byte[] chunk = room();
            int used = (int) size & (CHUNK - 1);
            int count = in.read(chunk, used, (int) Math.min(chunk.length - used, limit - size));
            if (count > 0) {
                synchronized (this) {
                    size += count;
                    written += count;
                }
            }
            return count >= 0;
        }
        if (scratch == null) {
            scratch = new byte[CHUNK];
        }
        int count = in.read(scratch);
        if (count > 0) {
            synchronized (this) {
                written += count;
            }
        }
        return count >= 0;
    }

    void append(byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length && size < limit) {
            byte[] chunk = room();
            int used = (int) size & (CHUNK - 1);
            int part = (int) Math.min(Math.min(chunk.length - used, length - done), limit - size);
            System.arraycopy(bytes, from + done, chunk, used, part);
            done += part;
            size += part;
        }
        written += length;
    }

    /// {@return what was collected so far}
    public synchronized Output toOutput() {
        byte[][] copy = chunks.toArray(new byte[0][]);
        return new Output(copy, size, written);
    }

    /// The chunk that the next byte goes to, with at least one byte of room. Only the first chunk starts small
    /// and grows.
    private byte[] room() {
        int index = (int) (size >>> SHIFT);
        int used = (int) size & (CHUNK - 1);
        if (index == chunks.size()) {
            add(new byte[index == 0 ? FIRST : CHUNK]);
        } else if (used == chunks.get(index).length) {
            set(index, Arrays.copyOf(chunks.get(index), Math.min(used * 4, CHUNK)));
        }
        return chunks.get(index);
    }

    private synchronized void add(byte[] chunk) {
        chunks.add(chunk);
    }

    private synchronized void set(int index, byte[] chunk) {
        chunks.set(index, chunk);
    }
}
