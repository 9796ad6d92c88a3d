// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was seen of the machine while workers ran.
///
/// @param pagesMoved pages that the kernel moved between nodes; −1 if it does not say
/// @param idlePct idle time of the CPUs that workers may use, in percent; NaN if it was not measured
/// @param saturated whether there was more to run than CPUs all the time
/// @param slowNodes nodes that have memory and no CPUs
/// @param detached the schedulers that ended meanwhile, in order
/// @param splats lines of the kernel's log that tell of trouble; empty if the log could not be read
public record Surroundings(
        long pagesMoved,
        double idlePct,
        boolean saturated,
        Set<Integer> slowNodes,
        List<Detached> detached,
        Optional<List<String>> splats) {
    /// Nothing was seen.
    public static final Surroundings UNKNOWN =
            new Surroundings(-1, Double.NaN, false, Set.of(), List.of(), Optional.empty());

    /// A scheduler that ended.
    ///
    /// @param clean whether it was told to, and the kernel's own runs again; or whether the test expected
    ///     its end
    /// @param headline what became of it
    public record Detached(boolean clean, String headline) {}

    /// With collections of its own.
    public Surroundings {
        slowNodes = Set.copyOf(slowNodes);
        detached = List.copyOf(detached);
        splats = splats.map(List::copyOf);
    }
}
