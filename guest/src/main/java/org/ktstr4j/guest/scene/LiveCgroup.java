// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.scenario.Cgroup;

/// A cgroup of a scenario that runs.
final class LiveCgroup {
    private final Cgroup cgroup;
    private final Scope owner;
    private Set<Integer> pool;
    private @Nullable Set<Integer> cpuset;
    private final double weight;
    private boolean frozen;

    /// @param pool the CPUs that it may use
    /// @param cpuset the CPUs that were written to it, null if none were
    /// @param weight what its author said of its weight, 0 for nothing
    LiveCgroup(Cgroup cgroup, Scope owner, Set<Integer> pool, @Nullable Set<Integer> cpuset, double weight) {
        this.cgroup = cgroup;
        this.owner = owner;
        this.pool = pool;
        this.cpuset = cpuset;
        this.weight = weight;
    }

    Cgroup cgroup() {
        return cgroup;
    }

    Scope owner() {
        return owner;
    }

    String name() {
        return cgroup.name();
    }

    Set<Integer> pool() {
        return pool;
    }

    @Nullable
    Set<Integer> cpuset() {
        return cpuset;
    }

    double weight() {
        return weight;
    }

    boolean frozen() {
        return frozen;
    }

    void allow(Set<Integer> cpus, boolean own) {
        pool = cpus;
        cpuset = own ? cpus : null;
    }

    void freeze(boolean freeze) {
        cgroup.write("cgroup.freeze", freeze ? "1" : "0");
        frozen = freeze;
    }
}
