// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a demonstration came to, shown at its end.
final class DemoTable {
    /// So many digits of a digest are shown.
    static final int DIGITS = 16;

    private final List<String> rows = new ArrayList<>();

    void row(String what, String value) {
        rows.add(String.format(Locale.ROOT, "  %-42s  %s", what, value));
    }

    void print(Screen screen) {
        rows.forEach(screen::line);
    }

    static long medianNs(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElse(0L);
    }

    static String median(List<Long> times) {
        return seconds(medianNs(times));
    }

    static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.2f s", ns / 1e9);
    }
}
