// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.stats;

import java.util.List;

/// A part of a scenario's time in which nothing was changed from outside: from the end of a step's set-up
/// to the end of its hold.
///
/// @param step number of the step, from 1
/// @param name as the author called it; empty for its number
/// @param beganNs guest CLOCK_MONOTONIC
/// @param endedNs guest CLOCK_MONOTONIC
/// @param groups what each group did in it
public record Phase(int step, String name, long beganNs, long endedNs, List<GroupStats> groups) {
    /// With a list of its own.
    public Phase {
        groups = List.copyOf(groups);
    }
}
