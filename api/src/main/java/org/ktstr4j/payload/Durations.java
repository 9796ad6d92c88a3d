// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

/// Durations as people read them in messages.
final class Durations {
    private Durations() {}

    /// {@return `5 s`, `250 ms`, `1500 ms`, `20 us` or `7 ns`: the largest unit that needs no fraction}
    static String text(long ns) {
        if (ns % 1_000_000_000 == 0) {
            return ns / 1_000_000_000 + " s";
        }
        if (ns % 1_000_000 == 0) {
            return ns / 1_000_000 + " ms";
        }
        return ns % 1000 == 0 ? ns / 1000 + " us" : ns + " ns";
    }
}
