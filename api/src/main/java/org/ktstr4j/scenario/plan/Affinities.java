// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.topology.Topology;

/// Affinities as sets of CPUs.
public final class Affinities {
    private Affinities() {}

    /// {@return the sets to be dealt out to workers in turn; none if no call is to be made}
    ///
    /// @param affinity what the author asked for
    /// @param pool the CPUs that the workers' cgroup may use
    /// @param topology the machine
    /// @param workers how many there are, for those that are drawn for each
    /// @param random for those that are drawn
    /// @throws IllegalArgumentException if no CPU is left; says what was found and what to do
    public static List<Set<Integer>> resolve(
            Affinity affinity, Set<Integer> pool, Topology topology, int workers, Random random) {
        Set<Integer> cpus = pool(affinity, pool, topology);
        return switch (affinity) {
            case Affinity.Inherit ignored -> List.of();
            case Affinity.RandomSubset(int count) -> {
                List<Set<Integer>> drawn = new ArrayList<>();
                for (int i = 0; i < workers; i++) drawn.add(draw(cpus, count, random));
                yield drawn;
            }
            case Affinity.OnePerCpu ignored -> {
                List<Set<Integer>> singles = new ArrayList<>();
                for (int cpu : cpus) singles.add(Set.of(cpu));
                yield singles;
            }
            default -> List.of(cpus);
        };
    }

    /// {@return the CPUs of which all sets consist, ascending}
    static Set<Integer> pool(Affinity affinity, Set<Integer> pool, Topology topology) {
        Set<Integer> sorted = new TreeSet<>(pool);
        Set<Integer> cpus = switch (affinity) {
            case Affinity.Inherit ignored -> sorted;
            case Affinity.OnePerCpu ignored -> sorted;
            case Affinity.RandomSubset(int count) -> {
                if (count < 0 || count > sorted.size()) {
                    throw new IllegalArgumentException(
                            "affinity RandomSubset of %d CPUs: the pool is %s; use at most %d"
                                    .formatted(count, sorted, sorted.size()));
                }
                yield sorted;
            }
            case Affinity.AllCpus ignored -> {
                Set<Integer> all = new TreeSet<>();
                for (int cpu = 0; cpu < topology.cpus(); cpu++) all.add(cpu);
                yield all;
            }
            case Affinity.LlcAligned ignored -> llc(sorted, topology);
            case Affinity.SingleCpu ignored ->
                sorted.isEmpty() ? sorted : Set.of(sorted.iterator().next());
            case Affinity.SmtPair ignored -> pair(sorted, topology);
            case Affinity.Exact(Set<Integer> exact) -> {
                Set<Integer> both = new TreeSet<>(exact);
                both.retainAll(sorted);
                yield both;
            }
        };
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException(
                    "affinity %s: no CPU of it is in the pool %s; name one that is".formatted(affinity, sorted));
        }
        return cpus;
    }

    private static Set<Integer> llc(Set<Integer> pool, Topology topology) {
        Set<Integer> best = new TreeSet<>();
        for (int llc = 0; llc < topology.llcs(); llc++) {
            Set<Integer> both = new TreeSet<>(topology.cpusOfLlc(llc));
            both.retainAll(pool);
            if (both.size() > best.size()) best = both;
        }
        return best;
    }

    private static Set<Integer> pair(Set<Integer> pool, Topology topology) {
        for (int cpu : pool) {
            for (int sibling : topology.siblings(cpu)) {
                if (sibling != cpu && pool.contains(sibling)) return new TreeSet<>(List.of(cpu, sibling));
            }
        }
        throw new IllegalArgumentException(
                "affinity SmtPair: no core has two siblings in the pool %s of topology %s; declare 2 threads per core"
                        .formatted(pool, topology.format()));
    }

    private static Set<Integer> draw(Set<Integer> pool, int count, Random random) {
        List<Integer> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, random);
        return new TreeSet<>(shuffled.subList(0, count == 0 ? Math.max(1, shuffled.size() / 2) : count));
    }
}
