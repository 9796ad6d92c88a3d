// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.util.Optional;
import org.ktstr4j.plan.PlanException;

/// How often each test is to run, as the person at the keyboard chose.
///
/// @param seeds instead of those that the tests declare
/// @param times for each seed, 1 and up
/// @param identical whether runs with the same seed must have the same digest
public record Repetition(Optional<Seeds> seeds, int times, boolean identical) {
    /// Each test once, with its own seeds.
    public static final Repetition ONCE = new Repetition(Optional.empty(), 1, false);

    /// Refuses what means nothing.
    public Repetition {
        if (times < 1) throw PlanException.of("repeat %d times: not positive; give 1 or more".formatted(times));
        if (identical && times < 2) {
            throw PlanException.of(
                    "expect identical runs: of one run there is nothing to compare; repeat it 2 times or more");
        }
    }
}
