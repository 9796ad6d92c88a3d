// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.scenario.check.Observation;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.work.MemPolicy;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

/// A group of workers that runs.
final class LiveGroup {
    private final String id;
    private final String name;
    private final WorkGroup group;
    private final int workers;
    private @Nullable LiveCgroup home;
    private final double weight;
    private @Nullable Set<Integer> allowed;
    private List<Set<Integer>> affinities;
    private boolean roomy = true;

    /// @param id as `kt work` knows it
    /// @param name as results show it
    /// @param home its cgroup, null for none of the scenario's
    /// @param affinities sets of CPUs that were dealt out in turn; none for those of its cgroup
    LiveGroup(
            String id,
            String name,
            WorkGroup group,
            int workers,
            @Nullable LiveCgroup home,
            List<Set<Integer>> affinities) {
        this.id = id;
        this.name = name;
        this.group = group;
        this.workers = workers;
        this.home = home;
        this.affinities = affinities;
        this.weight = home == null ? 0 : home.weight();
        this.allowed = home == null ? null : home.cpuset();
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    WorkGroup group() {
        return group;
    }

    int workers() {
        return workers;
    }

    @Nullable
    LiveCgroup home() {
        return home;
    }

    /// Its CPUs changed while it ran: there is no one set that it should have kept to.
    void unsettle() {
        allowed = null;
    }

    /// At this time there is no CPU for each of its workers.
    void crowd() {
        roomy = false;
    }

    void bind(List<Set<Integer>> sets) {
        affinities = sets;
    }

    /// {@return how many workers may use which CPUs}
    ///
    /// @param all the machine's
    Map<Set<Integer>, Integer> masks(Set<Integer> all) {
        Set<Integer> pool = home == null ? all : home.pool();
        if (affinities.isEmpty()) return Map.of(pool, workers);
        Map<Set<Integer>, Integer> masks = new LinkedHashMap<>();
        for (int i = 0; i < workers; i++) {
            Set<Integer> mask = new TreeSet<>(affinities.get(i % affinities.size()));
            mask.retainAll(pool);
            // The kernel does the same when a cpuset takes away all that an affinity names.
            masks.merge(mask.isEmpty() ? pool : mask, 1, Integer::sum);
        }
        return masks;
    }

    void moveTo(LiveCgroup other) {
        home = other;
        unsettle();
    }

    GroupStats named(GroupStats stats) {
        return new GroupStats(
                name, stats.type(), stats.atNs(), stats.workers(), stats.blocked(), stats.wake(), stats.gap());
    }

    /// {@return makes of what it counted what is to be checked, by what is asked of it at this time}
    Function<GroupStats, Observation> observer(Topology topology) {
        Set<Integer> cpus = allowed == null ? Set.of() : allowed;
        MemPolicy memory = group.memory();
        Set<Integer> nodes = memory.nodes().isEmpty() ? nodes(cpus, topology) : memory.nodes();
        boolean enough = roomy;
        String cgroup = home == null ? "" : home.name();
        return stats ->
                new Observation(stats, cgroup, cpus, nodes, weight, group.work().alike(), enough);
    }

    private static Set<Integer> nodes(Set<Integer> cpus, Topology topology) {
        Set<Integer> nodes = new HashSet<>();
        for (int cpu : cpus) nodes.add(topology.nodeOfCpu(cpu));
        return nodes;
    }
}
