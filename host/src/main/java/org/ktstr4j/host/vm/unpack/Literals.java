// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The literals of a block (RFC 8878, 3.1.1.3.1). The Huffman table may be that of an earlier block.
final class Literals {
    private static final int MAX_BLOCK = 128 * 1024;

    final byte[] bytes = new byte[MAX_BLOCK];
    private int size;
    private @Nullable HuffmanTable table;

    int size() {
        return size;
    }

    /// Reads the section.
    ///
    /// @return the byte after it
    int read(byte[] in, int from, int to) {
        int first = in[from] & 0xff;
        int type = first & 3;
        int format = (first >> 2) & 3;
        return type < 2 ? readPlain(in, from, to, type == 1, format) : readCompressed(in, from, to, type == 3, format);
    }

    private int readPlain(byte[] in, int from, int to, boolean repeated, int format) {
        int headerBytes = format == 1 ? 2 : format == 3 ? 3 : 1;
        int shift = headerBytes == 1 ? 3 : 4;
        size = checked(littleEndian(in, from, headerBytes, to) >>> shift);
        int content = from + headerBytes;
        int end = content + (repeated ? 1 : size);
        require(end <= to);
        if (repeated) {
            Arrays.fill(bytes, 0, size, in[content]);
        } else {
            System.arraycopy(in, content, bytes, 0, size);
        }
        return end;
    }

    private int readCompressed(byte[] in, int from, int to, boolean sameTable, int format) {
        int headerBytes = format < 2 ? 3 : format + 2;
        int sizeBits = format < 2 ? 10 : headerBytes == 4 ? 14 : 18;
        long header = littleEndian(in, from, headerBytes, to) >>> 4;
        size = checked(header & ((1L << sizeBits) - 1));
        int start = from + headerBytes;
        int end = start + (int) (header >>> sizeBits);
        require(end <= to);
        int streams = start;
        if (!sameTable) {
            HuffmanTable.Read read = HuffmanTable.read(in, start, end);
            table = read.table();
            streams = read.end();
        }
        if (table == null) {
            throw new ZstdException("the first literals refer to an earlier Huffman table");
        }
        if (format == 0) {
            table.decode(in, streams, end, bytes, 0, size);
        } else {
            fourStreams(table, in, streams, end);
        }
        return end;
    }

    /// Three sizes, then four streams, each for a quarter of the literals (3.1.1.3.1.6).
    private void fourStreams(HuffmanTable huffman, byte[] in, int from, int to) {
        int quarter = (size + 3) / 4;
        int at = from + 6;
        for (int i = 0; i < 4; i++) {
            int end = i == 3 ? to : at + (int) littleEndian(in, from + 2 * i, 2, to);
            require(end <= to);
            huffman.decode(in, at, end, bytes, i * quarter, i == 3 ? size : Math.min(size, (i + 1) * quarter));
            at = end;
        }
    }

    private static int checked(long size) {
        require(size <= MAX_BLOCK);
        return (int) size;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new ZstdException("a literals section goes beyond its block");
        }
    }

    private static long littleEndian(byte[] in, int from, int count, int to) {
        require(from + count <= to);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (in[from + i] & 0xff);
        }
        return value;
    }
}
