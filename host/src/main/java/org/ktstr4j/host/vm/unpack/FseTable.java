// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

/// A decoding table of finite state entropy (RFC 8878, 4.1): state → symbol, bits to read, base of the next
/// state.
final class FseTable {
    final int accuracyLog;
    final byte[] symbol;
    final byte[] bits;
    final short[] base;

    private FseTable(int accuracyLog) {
        this.accuracyLog = accuracyLog;
        int size = 1 << accuracyLog;
        this.symbol = new byte[size];
        this.bits = new byte[size];
        this.base = new short[size];
    }

    /// {@return a table that always gives one symbol and reads nothing}
    static FseTable constant(int symbol) {
        FseTable table = new FseTable(0);
        table.symbol[0] = (byte) symbol;
        return table;
    }

    /// {@return the table of a distribution}
    ///
    /// @param counts share of each symbol out of 2^accuracyLog; -1 stands for "less than one"
    static FseTable of(short[] counts, int accuracyLog) {
        FseTable table = new FseTable(accuracyLog);
        int size = 1 << accuracyLog;
        int high = size;
        int[] next = new int[counts.length];
        for (int s = 0; s < counts.length; s++) {
            if (counts[s] == -1) {
                table.symbol[--high] = (byte) s;
                next[s] = 1;
            } else {
                next[s] = counts[s];
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int s = 0; s < counts.length; s++) {
            for (int i = 0; i < counts[s]; i++) {
                table.symbol[at] = (byte) s;
                do {
                    at = (at + step) & (size - 1);
                } while (at >= high);
            }
        }
        if (at != 0) {
            throw new ZstdException("an FSE distribution does not fill its table");
        }
        for (int state = 0; state < size; state++) {
            int n = next[table.symbol[state] & 0xff]++;
            int bits = accuracyLog - (31 - Integer.numberOfLeadingZeros(n));
            table.bits[state] = (byte) bits;
            table.base[state] = (short) ((n << bits) - size);
        }
        return table;
    }

    /// A table read from its description, and the byte after it.
    record Read(FseTable table, int end) {}

    /// {@return the table described in these bytes (RFC 8878, 4.1.1)}
    static Read read(byte[] in, int from, int to, int maxAccuracyLog, int maxSymbol) {
        ForwardBits bits = new ForwardBits(in, from, to);
        int accuracyLog = bits.read(4) + 5;
        if (accuracyLog > maxAccuracyLog) {
            throw new ZstdException("FSE accuracy of " + accuracyLog + " bits, at most " + maxAccuracyLog + " allowed");
        }
        short[] counts = new short[maxSymbol + 1];
        int remaining = (1 << accuracyLog) + 1;
        int symbol = 0;
        while (remaining > 1) {
            if (symbol > maxSymbol) {
                throw new ZstdException("FSE distribution of more than " + (maxSymbol + 1) + " symbols");
            }
            int count = readCount(bits, remaining) - 1;
            counts[symbol++] = (short) count;
            remaining -= Math.abs(count);
            if (count == 0) {
                int repeat = 3;
                while (repeat == 3) {
                    repeat = bits.read(2);
                    symbol += repeat;
                }
            }
        }
        if (remaining != 1) {
            throw new ZstdException("FSE distribution exceeds its total");
        }
        return new Read(of(counts, accuracyLog), bits.byteAfter());
    }

    /// Values below a threshold take one bit less.
    private static int readCount(ForwardBits bits, int remaining) {
        int width = 32 - Integer.numberOfLeadingZeros(remaining);
        int threshold = (1 << width) - 1 - remaining;
        int low = bits.read(width - 1);
        if (low < threshold) {
            return low;
        }
        int value = low | (bits.read(1) << (width - 1));
        return value >= 1 << (width - 1) ? value - threshold : value;
    }
}
