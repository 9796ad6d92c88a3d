// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ktstr4j.scenario.work.Policy;
import org.ktstr4j.scenario.work.Program;

/// Whether there is a CPU for each worker, at some moment: then nobody has to share one. What a program
/// starts is not known; beside one there is no room.
final class Room {
    private final Map<Set<Integer>, Integer> demand = new LinkedHashMap<>();
    private final Set<Integer> all;
    private boolean unknown;

    /// @param groups all that run
    /// @param all the machine's CPUs
    /// @param programs whether programs of the author's run, too
    Room(List<LiveGroup> groups, Set<Integer> all, boolean programs) {
        this.all = all;
        this.unknown = programs;
        for (LiveGroup each : groups) {
            each.masks(all).forEach((mask, workers) -> demand.merge(mask, workers, Integer::sum));
            unknown |= each.group().work() instanceof Program.Custom;
        }
    }

    /// {@return whether its workers are owed equal shares: each can have a CPU of its own, or all have but
    /// the same one}
    boolean enough(LiveGroup group) {
        Set<Set<Integer>> masks = group.masks(all).keySet();
        // One queue; but who is SCHED_FIFO need not let go of the CPU.
        if (masks.size() == 1 && masks.iterator().next().size() == 1) {
            return !(group.group().policy() instanceof Policy.Fifo);
        }
        return !unknown && masks.stream().allMatch(each -> rivals(each) <= each.size());
    }

    private int rivals(Set<Integer> mask) {
        int rivals = 0;
        for (Map.Entry<Set<Integer>, Integer> each : demand.entrySet()) {
            if (each.getKey().stream().anyMatch(mask::contains)) rivals += each.getValue();
        }
        return rivals;
    }
}
