// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import static org.ktstr4j.scenario.catalogue.Parts.bursty;
import static org.ktstr4j.scenario.catalogue.Parts.canned;
import static org.ktstr4j.scenario.catalogue.Parts.crowded;
import static org.ktstr4j.scenario.catalogue.Parts.half;
import static org.ktstr4j.scenario.catalogue.Parts.io;
import static org.ktstr4j.scenario.catalogue.Parts.overlap;
import static org.ktstr4j.scenario.catalogue.Parts.pair;
import static org.ktstr4j.scenario.catalogue.Parts.spin;
import static org.ktstr4j.scenario.catalogue.Parts.spinPerCpu;
import static org.ktstr4j.scenario.catalogue.Parts.yields;

import java.util.List;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Need;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;

/// Scenarios with more to do here than there.
final class Loads {
    private static final Hold QUARTER = Hold.fraction(0.25);

    static final List<Canned> ALL = List.of(
            crowded(
                    "16 spinners against one",
                    17,
                    two("idle_overloaded", CgroupDef.of("a", spin(16)), CgroupDef.of("b", spin(1)))),
            crowded("16 spinners in each", 32, Scenario.steady("all_loaded", pair(spin(16)))),
            canned(
                    "16 spinners against a yielding worker",
                    two("load_imbalance", CgroupDef.of("a", spin(16)), CgroupDef.of("b", yields(1)))),
            canned(
                    "spinners, bursty ones and I/O",
                    Scenario.steady(
                            "imbalance_mixed",
                            CgroupDef.of("a", spin(8)),
                            CgroupDef.of("b", bursty(2, 10, 20)),
                            CgroupDef.of("c", io(2)))),
            crowded(
                    "heavy and light change places each quarter",
                    9,
                    Scenario.of(
                            "load_oscillation",
                            turn(spin(8), spin(1)),
                            turn(spin(1), spin(8)),
                            turn(spin(8), spin(1)),
                            turn(spin(1), spin(8)))),
            canned(
                    "16, one that yields, 8 and 4",
                    Scenario.steady(
                            "four_way_imbalance",
                            CgroupDef.of("a", spin(16)),
                            CgroupDef.of("b", yields(1)),
                            CgroupDef.of("c", spin(8)),
                            CgroupDef.of("d", spin(4)))),
            canned(
                    "I/O against a spinner for each CPU",
                    two("io_compute", CgroupDef.of("a", io(2)), CgroupDef.of("b", spinPerCpu(100)))),
            canned(
                    "spinners, a bursty and a yielding worker on overlapping cpusets",
                    Scenario.steady(
                                    "overlap_imbalance",
                                    CgroupDef.of("a", spin(8)).withCpuset(overlap(0, 3)),
                                    CgroupDef.of("b", bursty(1, 10, 20)).withCpuset(overlap(1, 3)),
                                    CgroupDef.of("c", yields(1)).withCpuset(overlap(2, 3)))
                            .withNeed(Need.cpus(6))),
            canned(
                    "16, one that yields and 4 on overlapping cpusets",
                    Scenario.steady(
                                    "overlap_load_imbalance",
                                    CgroupDef.of("a", spin(16)).withCpuset(overlap(0, 3)),
                                    CgroupDef.of("b", yields(1)).withCpuset(overlap(1, 3)),
                                    CgroupDef.of("c", spin(4)).withCpuset(overlap(2, 3)))
                            .withNeed(Need.cpus(6))),
            canned(
                    "12 spinners, two bursty ones and one that yields on overlapping cpusets",
                    Scenario.steady(
                                    "overlap_imbalance_combined",
                                    CgroupDef.of("a", spin(12)).withCpuset(overlap(0, 3)),
                                    CgroupDef.of("b", bursty(2, 10, 20)).withCpuset(overlap(1, 3)),
                                    CgroupDef.of("c", yields(1)).withCpuset(overlap(2, 3)))
                            .withNeed(Need.cpus(6))),
            canned(
                    "12 with long bursts against 4 spinners",
                    two("bursty_load_shift", CgroupDef.of("a", bursty(12, 200, 50)), CgroupDef.of("b", spin(4)))),
            crowded(
                    "8 spinners against 4 bursty ones",
                    12,
                    two("bursty_imbalance", CgroupDef.of("a", spin(8)), CgroupDef.of("b", bursty(4, 10, 20)))),
            canned(
                    "an oversubscribed half against two bursty ones",
                    two(
                            "imbalance_combined",
                            CgroupDef.of("a", spinPerCpu(300)).withCpuset(half(0)),
                            CgroupDef.of("b", bursty(2, 10, 20)).withCpuset(half(1)))),
            canned(
                    "three bursty ones for each CPU and pinned ones among them",
                    Scenario.steady(
                            "dsq_contention",
                            CgroupDef.of(
                                    "a", bursty(1, 10, 5).withCount(new org.ktstr4j.scenario.work.Count.PerCpus(300))),
                            CgroupDef.of(
                                    "b",
                                    bursty(4, 10, 5)
                                            .withAffinity(new org.ktstr4j.scenario.work.Affinity.OnePerCpu())))));

    private Loads() {}

    private static Scenario two(String name, CgroupDef a, CgroupDef b) {
        return Scenario.steady(name, a, b);
    }

    private static Step turn(org.ktstr4j.scenario.work.WorkGroup a, org.ktstr4j.scenario.work.WorkGroup b) {
        return Step.cgroups(QUARTER, CgroupDef.of("a", a), CgroupDef.of("b", b));
    }
}
