// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.CgroupName;
import org.ktstr4j.scenario.work.WorkGroup;

/// A cgroup with its CPUs, limits and workers.
///
/// @param name below the test's parent: `a`, `a/b`
/// @param cpuset its CPUs, null for those of its parent
/// @param mems its NUMA nodes as the kernel reads them: `0-1`; empty for those of its parent
/// @param knobs limits and weights, in the order in which they are written
/// @param groups its workers; empty for a cgroup that has none
/// @param swappable whether a run may give its workers other work
/// @param at where it was written
public record CgroupDef(
        String name,
        @Nullable CpusetSpec cpuset,
        String mems,
        List<Knob> knobs,
        List<WorkGroup> groups,
        boolean swappable,
        Where at) {
    /// With lists of its own.
    ///
    /// @throws IllegalArgumentException if the name would leave the parent, or be it
    public CgroupDef {
        name = CgroupName.clean(name);
        knobs = List.copyOf(knobs);
        groups = List.copyOf(groups);
    }

    /// {@return a cgroup with these workers}
    ///
    /// @param name below the test's parent
    /// @param groups its workers, at least one group
    /// @throws IllegalArgumentException if there are none: checks would pass with nothing to check
    public static CgroupDef of(String name, WorkGroup... groups) {
        if (groups.length == 0) {
            throw new IllegalArgumentException(
                    "cgroup \"%s\" without workers: give it a group, or make it with CgroupDef.empty".formatted(name));
        }
        return new CgroupDef(name, null, "", List.of(), List.of(groups), false, Where.here());
    }

    /// {@return a cgroup that nobody is in}
    ///
    /// @param name below the test's parent
    public static CgroupDef empty(String name) {
        return new CgroupDef(name, null, "", List.of(), List.of(), false, Where.here());
    }

    /// {@return a copy with these CPUs}
    ///
    /// @param spec its CPUs
    public CgroupDef withCpuset(CpusetSpec spec) {
        return new CgroupDef(name, spec, mems, knobs, groups, swappable, at);
    }

    /// {@return a copy with these NUMA nodes}
    ///
    /// @param nodes as the kernel reads them: `0-1`
    public CgroupDef withMems(String nodes) {
        return new CgroupDef(name, cpuset, nodes, knobs, groups, swappable, at);
    }

    /// {@return a copy with these limits and weights in addition}
    ///
    /// @param more limits and weights
    public CgroupDef withKnobs(Knob... more) {
        List<Knob> all = new ArrayList<>(knobs);
        all.addAll(Arrays.asList(more));
        return new CgroupDef(name, cpuset, mems, all, groups, swappable, at);
    }

    /// {@return a copy with these workers instead}
    ///
    /// @param others its workers; may be empty
    public CgroupDef withGroups(List<WorkGroup> others) {
        return new CgroupDef(name, cpuset, mems, knobs, others, swappable, at);
    }

    /// {@return a copy whose workers may be given other work}
    public CgroupDef asSwappable() {
        return new CgroupDef(name, cpuset, mems, knobs, groups, true, at);
    }
}
