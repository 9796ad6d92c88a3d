// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The sequences of a block (RFC 8878, 3.1.1.3.2): so many literals, then a copy of earlier output. Tables
/// and the three last offsets live on from block to block.
final class Sequences {
    // 3.1.1.3.2.1.1: baselines and extra bits of the codes that are not their own value
    private static final int[] LITERALS_BASE = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERALS_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int MAX_OFFSET_CODE = 31;

    // 3.1.1.3.2.2: distributions that need no description
    private static final FseTable DEFAULT_LITERALS = FseTable.of(
            new short[] {
                4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
                -1, -1
            },
            6);
    private static final FseTable DEFAULT_MATCH = FseTable.of(
            new short[] {
                1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
            },
            6);
    private static final FseTable DEFAULT_OFFSET = FseTable.of(
            new short[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1},
            5);

    private @Nullable FseTable literalsTable;
    private @Nullable FseTable offsetTable;
    private @Nullable FseTable matchTable;
    private long offset1 = 1;
    private long offset2 = 4;
    private long offset3 = 8;
    private int next;

    /// Reads the section and carries it out.
    ///
    /// @return the end of the output
    int execute(byte[] in, int from, int to, Literals literals, byte[] out, int outFrom) {
        next = from;
        int count = count(in, to);
        if (count == 0) {
            return copyLiterals(literals, 0, literals.size(), out, outFrom);
        }
        int modes = unsigned(in, next++, to);
        FseTable forLiterals = table(modes >> 6, in, to, literalsTable, DEFAULT_LITERALS, 9, 35);
        FseTable forOffset = table((modes >> 4) & 3, in, to, offsetTable, DEFAULT_OFFSET, 8, MAX_OFFSET_CODE);
        FseTable forMatch = table((modes >> 2) & 3, in, to, matchTable, DEFAULT_MATCH, 9, 52);
        literalsTable = forLiterals;
        offsetTable = forOffset;
        matchTable = forMatch;
        BackwardBits bits = new BackwardBits(in, next, to);
        int literalsState = (int) bits.read(forLiterals.accuracyLog);
        int offsetState = (int) bits.read(forOffset.accuracyLog);
        int matchState = (int) bits.read(forMatch.accuracyLog);
        int literalsAt = 0;
        int outAt = outFrom;
        for (int i = 0; i < count; i++) {
            int offsetCode = forOffset.symbol[offsetState];
            int matchCode = forMatch.symbol[matchState];
            int literalsCode = forLiterals.symbol[literalsState];
            long offsetValue = (1L << offsetCode) + bits.read(offsetCode);
            int matchLength = MATCH_BASE[matchCode] + (int) bits.read(MATCH_BITS[matchCode]);
            int literalsLength = LITERALS_BASE[literalsCode] + (int) bits.read(LITERALS_BITS[literalsCode]);
            if (i + 1 < count) {
                literalsState = forLiterals.base[literalsState] + (int) bits.read(forLiterals.bits[literalsState]);
                matchState = forMatch.base[matchState] + (int) bits.read(forMatch.bits[matchState]);
                offsetState = forOffset.base[offsetState] + (int) bits.read(forOffset.bits[offsetState]);
            }
            outAt = copyLiterals(literals, literalsAt, literalsLength, out, outAt);
            literalsAt += literalsLength;
            outAt = copyMatch(offset(offsetValue, literalsLength), matchLength, out, outAt);
        }
        if (bits.left() != 0) {
            throw new ZstdException("the sequences have " + bits.left() + " bits too many");
        }
        return copyLiterals(literals, literalsAt, literals.size() - literalsAt, out, outAt);
    }

    private int count(byte[] in, int to) {
        int first = unsigned(in, next++, to);
        if (first < 128) {
            return first;
        }
        int second = unsigned(in, next++, to);
        return first < 255 ? ((first - 128) << 8) + second : second + (unsigned(in, next++, to) << 8) + 0x7f00;
    }

    private FseTable table(
            int mode, byte[] in, int to, @Nullable FseTable last, FseTable byDefault, int maxAccuracy, int maxSymbol) {
        return switch (mode) {
            case 0 -> byDefault;
            case 1 -> {
                int symbol = unsigned(in, next++, to);
                require(symbol <= maxSymbol, "a sequence code of " + symbol);
                yield FseTable.constant(symbol);
            }
            case 2 -> {
                FseTable.Read read = FseTable.read(in, next, to, maxAccuracy, maxSymbol);
                next = read.end();
                yield read.table();
            }
            default -> {
                require(last != null, "the first sequences refer to an earlier table");
                yield Objects.requireNonNull(last);
            }
        };
    }

    /// Values 1 to 3 stand for the last offsets (3.1.1.5).
    private long offset(long value, int literalsLength) {
        if (value > 3) {
            return remember(value - 3, 3);
        }
        long which = literalsLength == 0 ? value + 1 : value;
        if (which == 1) {
            return offset1;
        }
        if (which == 4) {
            return remember(offset1 - 1, 3);
        }
        return which == 2 ? remember(offset2, 2) : remember(offset3, 3);
    }

    private long remember(long offset, int from) {
        if (from == 3) {
            offset3 = offset2;
        }
        offset2 = offset1;
        offset1 = offset;
        return offset;
    }

    private static int copyLiterals(Literals literals, int from, int count, byte[] out, int at) {
        require(count >= 0 && from + count <= literals.size(), "more literals than there are");
        require(at + count <= out.length, "more output than announced");
        System.arraycopy(literals.bytes, from, out, at, count);
        return at + count;
    }

    private static int copyMatch(long offset, int length, byte[] out, int at) {
        require(offset > 0 && offset <= at, "an offset of " + offset + " at byte " + at);
        require(at + length <= out.length, "more output than announced");
        int from = at - (int) offset;
        if (offset >= length) {
            System.arraycopy(out, from, out, at, length);
        } else {
            for (int i = 0; i < length; i++) {
                out[at + i] = out[from + i];
            }
        }
        return at + length;
    }

    private static int unsigned(byte[] in, int at, int to) {
        require(at < to, "a sequences section that goes beyond its block");
        return in[at] & 0xff;
    }

    private static void require(boolean holds, String found) {
        if (!holds) {
            throw new ZstdException(found);
        }
    }
}
