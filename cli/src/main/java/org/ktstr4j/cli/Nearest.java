// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The names that somebody may have meant.
final class Nearest {
    private static final int MOST = 3;

    private Nearest() {}

    /// {@return those names that need the fewest changes of a letter to become, or to end with, what was typed}
    static List<String> of(String typed, Collection<String> names) {
        return names.stream()
                .sorted(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /// Letters to insert, delete or exchange; what stands before the end of the name costs nothing.
    private static int distance(String typed, String name) {
        int[] row = new int[name.length() + 1];
        for (int i = 1; i <= typed.length(); i++) {
            int before = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchanged = before + (typed.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
                before = row[j];
                row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[name.length()];
    }
}
