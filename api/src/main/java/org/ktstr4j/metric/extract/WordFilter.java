// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.io.InputStream;

/// The bytes of an output from a bracket on, in which the ways of C to print what is not a number (`nan`, `-nan`,
/// `inf`, `-inf`, `infinity`, in any case) became the `NaN` that the parser knows, outside of strings and without
/// moving any other byte.
///
/// It hands out little at first and more with each read: a bracket that starts no document must not cost a whole
/// buffer.
final class WordFilter extends InputStream {
    private static final int FIRST = 64;
    private static final String[] WORDS = {"infinity", "nan", "inf"};

    private final Output output;
    private long next;
    private int portion = FIRST;
    private boolean inString;
    private boolean escaped;
    private int blanks;

    WordFilter(Output output, long from) {
        this.output = output;
        this.next = from;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int count = output.copy(next, target, offset, Math.min(length, portion));
        if (count == 0) {
            return -1;
        }
        portion = Math.min(portion * 2, 1 << 16);
        for (int i = 0; i < count; i++) {
            int c = target[offset + i];
            if (blanks > 0) {
                // the rest of a word that began before
                blanks--;
                target[offset + i] = (byte) replacement(blanks);
            } else if (inString) {
                if (escaped) {
                    escaped = false;
                } else if (c == '\\') {
                    escaped = true;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == 'n' || c == 'i' || c == 'N' || c == 'I' || c == '-') {
                int word = wordAt(next + i);
                if (word > 0) {
                    blanks = word - 1;
                    target[offset + i] = (byte) replacement(blanks);
                }
            }
        }
        next += count;
        return count;
    }

    /// The word is written right-aligned: blanks, then `NaN`.
    private static int replacement(int left) {
        return left == 2 || left == 0 ? 'N' : left == 1 ? 'a' : ' ';
    }

    /// The length of the word that starts here, its sign included; 0 if there is none.
    private int wordAt(long at) {
        int sign = output.byteAt(at) == '-' ? 1 : 0;
        for (String word : WORDS) {
            long end = at + sign + word.length();
            if (matches(at + sign, word) && (end >= output.size() || !isWordByte(output.byteAt(end)))) {
                return sign + word.length();
            }
        }
        return 0;
    }

    private boolean matches(long at, String word) {
        if (at + word.length() > output.size()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((output.byteAt(at + i) | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWordByte(int c) {
        return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80;
    }
}
