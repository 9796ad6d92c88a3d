// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

/// Units that can be converted into each other. Every other unit converts only into itself.
final class Unit {
    private Unit() {}

    /// {@return what a number in `from` is multiplied with to get it in `to`; NaN if they are not of one kind}
    static double factor(String from, String to) {
        if (from.equals(to)) {
            return 1;
        }
        int fromSlash = from.lastIndexOf('/');
        int toSlash = to.lastIndexOf('/');
        if (fromSlash >= 0 && toSlash >= 0) {
            return factor(from.substring(0, fromSlash), to.substring(0, toSlash))
                    / factor(from.substring(fromSlash + 1), to.substring(toSlash + 1));
        }
        return kind(from) != 0 && kind(from) == kind(to) ? size(from) / size(to) : Double.NaN;
    }

    private static char kind(String unit) {
        return switch (unit) {
            case "ns", "us", "ms", "s", "min", "h" -> 't';
            case "B", "KiB", "MiB", "GiB", "kB", "MB", "GB" -> 'b';
            case "%", "ratio" -> 'r';
            default -> 0;
        };
    }

    private static double size(String unit) {
        return switch (unit) {
            case "us", "kB" -> 1e3;
            case "ms", "MB" -> 1e6;
            case "s", "GB" -> 1e9;
            case "min" -> 60e9;
            case "h" -> 3600e9;
            case "KiB" -> 1024;
            case "MiB" -> 1048576;
            case "GiB" -> 1073741824;
            case "ratio" -> 100;
            default -> 1; // ns, B, %
        };
    }
}
