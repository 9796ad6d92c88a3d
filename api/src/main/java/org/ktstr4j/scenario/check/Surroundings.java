// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.Set;

/// What was seen of the machine while workers ran.
///
/// @param pagesMoved pages that the kernel moved between nodes; −1 if it does not say
/// @param idlePct idle time of the CPUs that workers may use, in percent; NaN if it was not measured
/// @param saturated whether there was more to run than CPUs all the time
/// @param slowNodes nodes that have memory and no CPUs
public record Surroundings(long pagesMoved, double idlePct, boolean saturated, Set<Integer> slowNodes) {
    /// Nothing was seen.
    public static final Surroundings UNKNOWN = new Surroundings(-1, Double.NaN, false, Set.of());

    /// With a set of its own.
    public Surroundings {
        slowNodes = Set.copyOf(slowNodes);
    }
}
