// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.Set;
import org.ktstr4j.scenario.stats.GroupStats;

/// A group of workers as it was seen, and what was asked of it.
///
/// @param stats what its workers counted
/// @param cgroup name of its cgroup; empty if nothing is asked of that
/// @param allowed the CPUs that its cpuset allowed all the time; empty if there was none, or it changed
/// @param nodes the NUMA nodes on which its memory belongs; empty if nothing was said
/// @param weight its cgroup's weight beside others that compete; 0 if it does not take part
/// @param alike whether all of its workers do the same, so that they can be compared with each other
/// @param roomy whether there was a CPU for each of its workers all the time and one more, or but one for all
public record Observation(
        GroupStats stats,
        String cgroup,
        Set<Integer> allowed,
        Set<Integer> nodes,
        double weight,
        boolean alike,
        boolean roomy) {
    /// With sets of its own.
    public Observation {
        allowed = Set.copyOf(allowed);
        nodes = Set.copyOf(nodes);
    }

    /// {@return a group of which nothing was asked}
    ///
    /// @param stats what its workers counted
    public static Observation of(GroupStats stats) {
        return new Observation(stats, "", Set.of(), Set.of(), 0, true, true);
    }
}
