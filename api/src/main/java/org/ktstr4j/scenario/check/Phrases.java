// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import org.ktstr4j.scenario.check.Layers.Effective;

/// Values and limits in words.
final class Phrases {
    private Phrases() {}

    static String limit(Limit limit, Effective effective) {
        return "%s%s (%s)".formatted(limit.label(), bound(limit, effective.value()), effective.origin());
    }

    private static String bound(Limit limit, double value) {
        if (limit.onOff()) return "";
        return (limit.upper() ? " ≤ " : " ≥ ") + number(value) + unit(limit);
    }

    static String expected(Limit limit, Effective effective) {
        return "expected%s (%s)".formatted(bound(limit, effective.value()), effective.origin());
    }

    static String unit(Limit limit) {
        return limit.unit().isEmpty() ? "" : " " + limit.unit();
    }

    /// {@return four significant digits at most, without an exponent where that is readable}
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) return Long.toString((long) value);
        double magnitude = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
        double rounded = Math.rint(value * magnitude) / magnitude;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
