// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

/// The brackets of a text, most of which are just text: which of them may begin a JSON document is settled here,
/// without a parser.
final class Brackets {
    private static final int LONGEST_WORD = 9;

    private final Output output;
    private boolean arrays = true;

    Brackets(Output output) {
        this.output = output;
    }

    /// From now on only objects count.
    void ignoreArrays() {
        arrays = false;
    }

    /// {@return the bracket that follows with only blanks between and may begin a document; -1 if there is none}
    long next(long from) {
        long at = skipBlanks(from);
        return at < output.size() && mayStart(at) ? at : -1;
    }

    /// {@return whether a document may begin at this byte}
    boolean mayStart(long at) {
        int bracket = output.byteAt(at);
        if (bracket != '{' && (bracket != '[' || !arrays)) {
            return false;
        }
        long next = skipBlanks(at + 1);
        if (next >= output.size()) {
            return false;
        }
        int c = output.byteAt(next);
        if (bracket == '{') {
            return c == '"' || c == '}';
        }
        if (c == '{' || c == '[' || c == ']' || c == '"') {
            return true;
        }
        long end = isDigit(c) || c == '-' ? afterNumber(next) : afterWord(next);
        long after = skipBlanks(end);
        return end > next && after < output.size() && (output.byteAt(after) == ',' || output.byteAt(after) == ']');
    }

    private long afterNumber(long from) {
        long at = from;
        while (at < output.size() && isNumberByte(output.byteAt(at))) {
            at++;
        }
        // -nan and -inf
        return at == from + 1 && output.byteAt(from) == '-' && at < output.size() ? afterWord(at) : at;
    }

    private static boolean isNumberByte(int c) {
        return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private long afterWord(long from) {
        long at = from;
        StringBuilder word = new StringBuilder();
        while (at < output.size() && word.length() < LONGEST_WORD && isLetter(output.byteAt(at))) {
            word.append((char) (output.byteAt(at++) | 0x20));
        }
        return switch (word.toString()) {
            case "true", "false", "null", "nan", "inf", "infinity" -> at;
            default -> from;
        };
    }

    /// {@return the first byte from here on that is no blank; the size if there is none}
    long skipBlanks(long from) {
        long at = from;
        while (at < output.size() && (isBlank(output.byteAt(at)) || output.byteAt(at) == '\n')) {
            at++;
        }
        return at;
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
}
