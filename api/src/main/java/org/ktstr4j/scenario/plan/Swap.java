// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ktstr4j.scenario.work.Work;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

/// A scenario in which the workers of swappable cgroups do something else.
///
/// @param scenario the changed one
/// @param skipped the groups that could not be given it, one sentence each
public record Swap(Scenario scenario, List<String> skipped) {
    /// With a list of its own.
    public Swap {
        skipped = List.copyOf(skipped);
    }

    /// {@return the scenario with this work for all workers of swappable cgroups; groups for which it
    /// makes no sense, by their number or their placement, keep theirs}
    ///
    /// @param scenario what is to be changed
    /// @param work what they do then
    /// @param topology the machine
    public static Swap of(Scenario scenario, Work work, Topology topology) {
        List<String> skipped = new ArrayList<>();
        Swapper swapper = new Swapper(scenario, work, topology, skipped);
        Scenario changed = scenario.withBackdrop(
                        swapper.cgroups(scenario.backdrop()).toArray(CgroupDef[]::new))
                .withBackdropOps(swapper.ops(scenario.backdropOps()).toArray(Op[]::new))
                .withSteps(scenario.steps().stream().map(swapper::step).toList());
        return new Swap(changed, skipped);
    }

    private record Swapper(Scenario scenario, Work work, Topology topology, List<String> skipped) {
        Step step(Step step) {
            return new Step(
                    step.name(), cgroups(step.cgroups()), ops(step.ops()), step.hold(), step.checks(), step.at());
        }

        List<CgroupDef> cgroups(List<CgroupDef> all) {
            return all.stream().map(this::cgroup).toList();
        }

        List<Op> ops(List<Op> all) {
            return all.stream()
                    .map(each -> each instanceof Op.Add(CgroupDef added) ? new Op.Add(cgroup(added)) : each)
                    .toList();
        }

        private CgroupDef cgroup(CgroupDef cgroup) {
            if (!cgroup.swappable()) return cgroup;
            return cgroup.withGroups(
                    cgroup.groups().stream().map(each -> group(cgroup, each)).toList());
        }

        private WorkGroup group(CgroupDef cgroup, WorkGroup group) {
            WorkGroup other = group.withWork(work);
            Optional<String> problem = other.problem(workers(cgroup, group), topology.nodes());
            if (problem.isEmpty()) return other;
            skipped.add("cgroup \"%s\" keeps %s: %s"
                    .formatted(cgroup.name(), group.work().name(), problem.get()));
            return group;
        }

        private int workers(CgroupDef cgroup, WorkGroup group) {
            int cpus = topology.cpus();
            CpusetSpec cpuset = cgroup.cpuset();
            if (cpuset != null) {
                try {
                    Set<Integer> own = cpuset.resolve(topology, scenario.reservedCpus());
                    cpus = own.size();
                } catch (IllegalArgumentException e) {
                    // the scenario's problems say so
                }
            }
            return group.workers(scenario.workers(), cpus);
        }
    }
}
