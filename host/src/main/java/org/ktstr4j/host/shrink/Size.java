// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.shrink;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

/// How large a test is: its machine, and what happens on it.
///
/// @param topology the machine
/// @param scenario what the body executes, null if it is no scenario
public record Size(Topology topology, @Nullable Scenario scenario) {
    /// {@return it in a line}
    public String describe() {
        if (scenario == null) return topology.format();
        List<CgroupDef> cgroups = cgroups(scenario);
        int workers = Stream.concat(cgroups.stream().flatMap(each -> each.groups().stream()), spawned(scenario))
                .mapToInt(each -> each.workers(scenario.workers(), topology.cpus()))
                .sum();
        return "%s, %s, %s, %s, %d ms"
                .formatted(
                        topology.format(),
                        counted(workers, "worker"),
                        counted(cgroups.size(), "cgroup"),
                        counted(scenario.steps().size(), "step"),
                        scenario.plannedNs() / 1_000_000);
    }

    /// {@return whether it makes sense: a scenario may need more of a machine}
    boolean possible() {
        return scenario == null
                || (scenario.problems(topology).isEmpty()
                        && scenario.need().missing(topology).isEmpty());
    }

    private static List<CgroupDef> cgroups(Scenario scenario) {
        return Stream.of(
                        scenario.backdrop().stream(),
                        scenario.steps().stream().flatMap(step -> step.cgroups().stream()),
                        ops(scenario).flatMap(op -> op instanceof Op.Add add ? Stream.of(add.cgroup()) : Stream.of()))
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<WorkGroup> spawned(Scenario scenario) {
        return ops(scenario).flatMap(op -> op instanceof Op.Spawn spawn ? Stream.of(spawn.group()) : Stream.of());
    }

    private static Stream<Op> ops(Scenario scenario) {
        return Stream.concat(
                scenario.backdropOps().stream(), scenario.steps().stream().flatMap(step -> step.ops().stream()));
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
