// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

/// Numbers as people read them in messages.
final class Numbers {
    private static final double EXACT = 1L << 53;

    private Numbers() {}

    /// {@return `75` for 75.0, else the shortest decimal text that gives the same double}
    static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
        }
        return Double.toString(value);
    }

    /// {@return the value rounded to two decimals, as text}
    static String rounded(double value) {
        double hundredths = Math.rint(value * 100);
        return Math.abs(hundredths) < EXACT ? text(hundredths / 100) : text(value);
    }

    static String text(double value, String unit) {
        return unit.isEmpty() ? text(value) : text(value) + " " + unit;
    }
}
