// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.util.stream.LongStream;
import org.ktstr4j.plan.PlanException;

/// The seeds that a test is to run with, one after the other.
///
/// @param first the first
/// @param last the last, not less
public record Seeds(long first, long last) {
    private static final long MOST = 1_000_000;

    /// Refuses none and too many.
    public Seeds {
        if (last < first) throw refused("%d..%d".formatted(first, last), "the last is less than the first");
        if (last - first >= MOST || last - first < 0) {
            throw refused("%d..%d".formatted(first, last), "more than %d".formatted(MOST));
        }
    }

    /// {@return this one alone}
    public static Seeds of(long seed) {
        return new Seeds(seed, seed);
    }

    /// {@return the seeds in a text: `17` or `1..200`}
    ///
    /// @throws PlanException if it is neither
    public static Seeds parse(String text) {
        int dots = text.indexOf("..");
        try {
            return dots < 0
                    ? of(Long.parseLong(text))
                    : new Seeds(Long.parseLong(text.substring(0, dots)), Long.parseLong(text.substring(dots + 2)));
        } catch (NumberFormatException e) {
            throw refused(text, "not a number or two");
        }
    }

    private static PlanException refused(String text, String found) {
        return PlanException.of("seeds \"%s\": %s; write them as 17 or 1..200".formatted(text, found));
    }

    /// {@return how many}
    public long count() {
        return last - first + 1;
    }

    /// {@return each, in order}
    public LongStream stream() {
        return LongStream.rangeClosed(first, last);
    }

    @Override
    public String toString() {
        return count() == 1 ? Long.toString(first) : first + ".." + last;
    }
}
