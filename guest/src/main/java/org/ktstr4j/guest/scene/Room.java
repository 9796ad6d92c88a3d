// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ktstr4j.scenario.work.Policy;
import org.ktstr4j.scenario.work.Program;

/// Whether there is a CPU for each worker, at some moment: then nobody has to share one. One more must be
/// there for the kernel's own threads: without an idle CPU, which looks for work at once, two workers that
/// meet stay together until CPUs are balanced, up to 0.1 s later. What a program starts is not known; beside
/// one there is no room. Nor is there beside real-time workers, which the kernel puts back on the CPU where
/// they were, whoever runs there.
final class Room {
    private final Map<Set<Integer>, Integer> demand = new LinkedHashMap<>();
    private final Set<Integer> all;
    private final Set<Integer> taken = new TreeSet<>();

    /// @param groups all that run
    /// @param all the machine's CPUs
    /// @param programs whether programs of the author's run, too
    Room(List<LiveGroup> groups, Set<Integer> all, boolean programs) {
        this.all = all;
        if (programs) taken.addAll(all);
        for (LiveGroup each : groups) {
            each.masks(all).forEach((mask, workers) -> demand.merge(mask, workers, Integer::sum));
            if (each.group().work() instanceof Program.Custom || realTime(each)) {
                each.masks(all).keySet().forEach(taken::addAll);
            }
        }
    }

    /// {@return whether its workers are owed equal shares: each can have a CPU of its own, one to spare, or all have
    /// but
    /// the same one}
    boolean enough(LiveGroup group) {
        Set<Set<Integer>> masks = group.masks(all).keySet();
        if (realTime(group)) return false;
        if (masks.size() == 1 && masks.iterator().next().size() == 1) return true;
        return masks.stream().allMatch(each -> Collections.disjoint(each, taken) && roomy(each));
    }

    // One that is bound to its CPU does not move.
    private boolean roomy(Set<Integer> mask) {
        int rivals = rivals(mask);
        return rivals < mask.size() || (rivals == 1 && mask.size() == 1);
    }

    private static boolean realTime(LiveGroup group) {
        return switch (group.group().policy()) {
            case Policy.Fifo ignored -> true;
            case Policy.RoundRobin ignored -> true;
            case Policy.Deadline ignored -> true;
            default -> false;
        };
    }

    private int rivals(Set<Integer> mask) {
        int rivals = 0;
        for (Map.Entry<Set<Integer>, Integer> each : demand.entrySet()) {
            if (!Collections.disjoint(each.getKey(), mask)) rivals += each.getValue();
        }
        return rivals;
    }
}
