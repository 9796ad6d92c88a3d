// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

/// Decimal numbers as C prints them.
final class Numbers {
    private Numbers() {}

    /// {@return the number; NaN if the text is anything else, the words of C for NaN and infinity included}
    static double parse(String text) {
        int end = end(text, 0);
        return end == text.length() && end > 0 ? Double.parseDouble(text) : Double.NaN;
    }

    /// {@return where a decimal number that starts at `from` ends; `from` if there is none}
    static int end(String text, int from) {
        int at = from;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int digits = at;
        at = digits(text, at);
        int count = at - digits;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = at + 1;
            at = digits(text, fraction);
            count += at - fraction;
        }
        if (count == 0) {
            return from;
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
                exponent++;
            }
            int end = digits(text, exponent);
            at = end > exponent ? end : at;
        }
        return at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /// {@return the number after a label, up to the first character that does not belong to it; NaN if the label
    /// or the number is not there}
    static double after(String text, String label) {
        int at = text.indexOf(label);
        if (at < 0) {
            return Double.NaN;
        }
        int from = at + label.length();
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        int end = end(text, from);
        return end > from ? Double.parseDouble(text.substring(from, end)) : Double.NaN;
    }
}
