// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.Set;
import java.util.stream.Collectors;
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

    /// @param id as `kt work` knows it
    /// @param name as results show it
    /// @param home its cgroup, null for none of the scenario's
    LiveGroup(String id, String name, WorkGroup group, int workers, @Nullable LiveCgroup home) {
        this.id = id;
        this.name = name;
        this.group = group;
        this.workers = workers;
        this.home = home;
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

    void moveTo(LiveCgroup other) {
        home = other;
        unsettle();
    }

    GroupStats named(GroupStats stats) {
        return new GroupStats(
                name, stats.type(), stats.atNs(), stats.workers(), stats.blocked(), stats.wake(), stats.gap());
    }

    /// {@return what is to be checked of it}
    Observation observed(GroupStats stats, Topology topology) {
        Set<Integer> cpus = allowed == null ? Set.of() : allowed;
        MemPolicy memory = group.memory();
        return new Observation(
                stats,
                home == null ? "" : home.name(),
                cpus,
                memory.nodes().isEmpty()
                        ? cpus.stream().map(topology::nodeOfCpu).collect(Collectors.toSet())
                        : memory.nodes(),
                weight,
                group.work().alike());
    }
}
