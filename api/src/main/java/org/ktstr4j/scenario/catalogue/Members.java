// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import static org.ktstr4j.scenario.catalogue.Parts.canned;
import static org.ktstr4j.scenario.catalogue.Parts.crowded;
import static org.ktstr4j.scenario.catalogue.Parts.pair;
import static org.ktstr4j.scenario.catalogue.Parts.spin;
import static org.ktstr4j.scenario.catalogue.Parts.spinPerCpu;
import static org.ktstr4j.scenario.catalogue.Parts.yields;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.topology.Topology;

/// Scenarios in which cgroups and workers come, go and move.
final class Members {
    private static final Hold HALF = Hold.fraction(0.5);
    private static final Hold THIRD = Hold.fraction(1.0 / 3);

    static final List<Canned> ALL = List.of(
            canned(
                    "an empty cgroup made and removed every 100 ms beside steady ones",
                    Scenario.of(
                                    "rapid_churn",
                                    Step.ops(
                                            Hold.loop(Duration.ofMillis(100), 1),
                                            new Op.Add(CgroupDef.empty("passing")),
                                            new Op.Remove("passing")))
                            .withBackdrop(pair(spin()))),
            canned(
                    "two more cgroups half way through",
                    Scenario.of(
                                    "cgroup_add",
                                    Step.hold(HALF),
                                    Step.cgroups(HALF, CgroupDef.of("c", spin()), CgroupDef.of("d", spin())))
                            .withBackdrop(pair(spin()))),
            canned(
                    "two of four cgroups removed half way through",
                    Scenario.of(
                                    "cgroup_remove",
                                    Step.hold(HALF),
                                    Step.ops(HALF, new Op.Remove("c"), new Op.Remove("d")))
                            .withBackdrop(
                                    CgroupDef.of("a", spin()),
                                    CgroupDef.of("b", spin()),
                                    CgroupDef.of("c", spin()),
                                    CgroupDef.of("d", spin()))),
            canned(
                    "a worker for each CPU outside of two cgroups",
                    Scenario.of("host_contention", Step.ops(Hold.full(), new Op.Spawn("", spinPerCpu(100))))
                            .withBackdrop(pair(spin()))),
            canned(
                    "16 spinners join two yielding cgroups",
                    Scenario.of("add_load_imbalance", Step.hold(HALF), Step.cgroups(HALF, CgroupDef.of("c", spin(16))))
                            .withBackdrop(pair(yields(1)))),
            crowded(
                    "four more spinners while eight and two bursty ones run",
                    14,
                    Scenario.of("add_during_imbalance", Step.hold(HALF), Step.cgroups(HALF, CgroupDef.of("c", spin(4))))
                            .withBackdrop(CgroupDef.of("a", spin(8)), CgroupDef.of("b", Parts.bursty(2, 10, 20)))),
            canned(
                    "workers that hop between two cgroups all the time",
                    Scenario.of(
                                    "task_migration",
                                    Step.ops(
                                            Hold.loop(Duration.ofMillis(200), 1),
                                            Parts.tour("b", "a", "b").toArray(Op[]::new)))
                            .withBackdrop(CgroupDef.of("a", spin()), CgroupDef.of("b", spin(4)))),
            canned(
                    "a cgroup frozen for a third of the time",
                    Scenario.of(
                                    "freeze",
                                    Step.hold(THIRD),
                                    Step.ops(THIRD, new Op.Freeze("b")),
                                    Step.ops(THIRD, new Op.Unfreeze("b")))
                            .withBackdrop(pair(spin()))),
            canned(
                    "workers stopped, and others started in their cgroup",
                    Scenario.of(
                                    "stop_and_start",
                                    Step.hold(THIRD),
                                    Step.ops(THIRD, new Op.Stop("b")),
                                    Step.ops(THIRD, new Op.Spawn("b", spin(4))))
                            .withBackdrop(pair(spin()))),
            new Canned("exhaust_reuse", "15 empty cgroups, half of them removed and made again", Members::reuse));

    private Members() {}

    private static Scenario reuse(Topology topology) {
        List<Op> made = new ArrayList<>();
        List<Op> again = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            CgroupDef each = CgroupDef.empty("c" + i).withCpuset(new CpusetSpec.Exact(Set.of(i % topology.cpus())));
            made.add(new Op.Add(each));
            if (i < 8) again.add(new Op.Remove("c" + i));
        }
        for (int i = 0; i < 8; i++) {
            again.add(new Op.Add(
                    CgroupDef.of("c" + i, spin(1)).withCpuset(new CpusetSpec.Exact(Set.of(i % topology.cpus())))));
        }
        return Scenario.of("exhaust_reuse", Step.ops(Hold.full(), again.toArray(Op[]::new)))
                .withBackdrop(CgroupDef.of("a", spin()))
                .withBackdropOps(made.toArray(Op[]::new));
    }
}
