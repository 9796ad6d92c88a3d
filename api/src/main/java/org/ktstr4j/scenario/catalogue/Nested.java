// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import static org.ktstr4j.scenario.catalogue.Parts.canned;
import static org.ktstr4j.scenario.catalogue.Parts.half;
import static org.ktstr4j.scenario.catalogue.Parts.spin;

import java.time.Duration;
import java.util.List;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Need;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;

/// Scenarios with cgroups in cgroups. Those that hold workers hold no cgroups: version 2 wants it so.
final class Nested {
    private static final Hold HALF = Hold.fraction(0.5);
    private static final Hold QUARTER = Hold.fraction(0.25);

    static final List<Canned> ALL = List.of(
            canned(
                    "four leaves up to three levels deep",
                    Scenario.steady(
                            "nested_steady",
                            CgroupDef.of("a/x", spin()),
                            CgroupDef.of("a/y", spin()),
                            CgroupDef.of("b/x", spin()),
                            CgroupDef.of("b/y/z", spin()))),
            canned(
                    "workers moved from leaf to leaf through the tree",
                    Scenario.of(
                                    "nested_task_move",
                                    Step.hold(QUARTER),
                                    Step.ops(QUARTER, new Op.MoveAll("a/x", "a/y")),
                                    Step.ops(QUARTER, new Op.MoveAll("a/y", "b/x/z")),
                                    Step.ops(QUARTER, new Op.MoveAll("b/x/z", "a/x")))
                            .withBackdrop(
                                    CgroupDef.of("a/x", spin()),
                                    CgroupDef.empty("a/y"),
                                    CgroupDef.of("b/y", spin()),
                                    CgroupDef.empty("b/x/z"))),
            canned(
                    "nested empty cgroups made and removed every 50 ms",
                    Scenario.of(
                                    "nested_rapid_churn",
                                    Step.ops(
                                            Hold.loop(Duration.ofMillis(50), 1),
                                            new Op.Add(CgroupDef.empty("c/passing")),
                                            new Op.Add(CgroupDef.empty("c/deep/passing")),
                                            new Op.Remove("c/passing"),
                                            new Op.Remove("c/deep/passing")))
                            .withBackdrop(CgroupDef.of("a", spin()), CgroupDef.of("b", spin()))),
            canned(
                    "a leaf kept inside of its parent's cpuset",
                    Scenario.steady(
                                    "nested_cpuset",
                                    CgroupDef.empty("a").withCpuset(half(0)),
                                    CgroupDef.of("a/x", spin()).withCpuset(new CpusetSpec.Range(0, 0.25)),
                                    CgroupDef.of("a/y", spin()),
                                    CgroupDef.of("b", spin()).withCpuset(half(1)))
                            .withNeed(Need.cpus(4))),
            canned(
                    "eight spinners against two bursty ones in leaves",
                    Scenario.steady(
                            "nested_imbalance",
                            CgroupDef.of("a/x", spin(8)),
                            CgroupDef.of("b/x", Parts.bursty(2, 10, 20)))),
            canned(
                    "a parent's cpuset set half way through",
                    Scenario.of("nested_cpuset_change", Step.hold(HALF), Step.ops(HALF, new Op.SetCpuset("a", half(0))))
                            .withBackdrop(
                                    CgroupDef.empty("a"), CgroupDef.of("a/x", spin()), CgroupDef.of("b", spin()))));

    private Nested() {}
}
