// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.util.Arrays;

/// A Huffman decoding table for literals (RFC 8878, 4.2): the next bits → symbol and its length.
final class HuffmanTable {
    private static final int MAX_BITS = 11;
    private static final int MAX_SYMBOLS = 256;
    private static final int MAX_WEIGHT_ACCURACY = 6;

    private final int maxBits;
    private final short[] entries;

    private HuffmanTable(int maxBits, short[] entries) {
        this.maxBits = maxBits;
        this.entries = entries;
    }

    /// A table read from its description, and the byte after it.
    record Read(HuffmanTable table, int end) {}

    /// {@return the table described in these bytes (4.2.1)}
    static Read read(byte[] in, int from, int to) {
        byte[] weights = new byte[MAX_SYMBOLS];
        int header = in[from] & 0xff;
        int count;
        int end;
        if (header >= 128) {
            count = header - 127;
            end = from + 1 + (count + 1) / 2;
            requireWithin(end, to);
            for (int i = 0; i < count; i++) {
                int pair = in[from + 1 + i / 2] & 0xff;
                weights[i] = (byte) (i % 2 == 0 ? pair >> 4 : pair & 15);
            }
        } else {
            end = from + 1 + header;
            requireWithin(end, to);
            count = compressedWeights(in, from + 1, end, weights);
        }
        return new Read(of(weights, count), end);
    }

    private static void requireWithin(int end, int to) {
        if (end > to) {
            throw new ZstdException("a Huffman description goes beyond its section");
        }
    }

    /// Two interleaved FSE states share one bit stream (4.2.1.2).
    private static int compressedWeights(byte[] in, int from, int to, byte[] weights) {
        FseTable.Read read = FseTable.read(in, from, to, MAX_WEIGHT_ACCURACY, 255);
        FseTable fse = read.table();
        BackwardBits bits = new BackwardBits(in, read.end(), to);
        int[] states = {(int) bits.read(fse.accuracyLog), (int) bits.read(fse.accuracyLog)};
        int count = 0;
        while (true) {
            int turn = count & 1;
            int state = states[turn];
            if (count >= MAX_SYMBOLS - 2) {
                throw new ZstdException("Huffman weights for more than 256 symbols");
            }
            weights[count++] = fse.symbol[state];
            if (bits.left() < fse.bits[state]) {
                // the stream is used up: the other state holds the last weight
                weights[count] = fse.symbol[states[turn ^ 1]];
                return count + 1;
            }
            states[turn] = fse.base[state] + (int) bits.read(fse.bits[state]);
        }
    }

    /// {@return the table of weights; the last symbol's weight is what is missing to a power of two}
    private static HuffmanTable of(byte[] weights, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
        }
        int maxBits = 32 - Integer.numberOfLeadingZeros(sum);
        int missing = (1 << maxBits) - sum;
        if (sum == 0 || maxBits > MAX_BITS || Integer.bitCount(missing) != 1 || count >= MAX_SYMBOLS) {
            throw new ZstdException("Huffman weights with a sum of " + sum);
        }
        weights[count] = (byte) (Integer.numberOfTrailingZeros(missing) + 1);
        short[] entries = new short[1 << maxBits];
        int at = 0;
        for (int weight = 1; weight <= maxBits; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    int span = 1 << (weight - 1);
                    Arrays.fill(entries, at, at + span, (short) ((symbol << 4) | (maxBits + 1 - weight)));
                    at += span;
                }
            }
        }
        return new HuffmanTable(maxBits, entries);
    }

    /// Decodes one stream (4.2.2) into a range, which it must fill exactly.
    void decode(byte[] in, int from, int to, byte[] out, int outFrom, int outTo) {
        BackwardBits bits = new BackwardBits(in, from, to);
        for (int i = outFrom; i < outTo; i++) {
            short entry = entries[(int) bits.peek(maxBits)];
            bits.skip(entry & 15);
            out[i] = (byte) (entry >> 4);
        }
        if (bits.left() != 0) {
            throw new ZstdException("a Huffman stream has " + bits.left() + " bits too many");
        }
    }
}
