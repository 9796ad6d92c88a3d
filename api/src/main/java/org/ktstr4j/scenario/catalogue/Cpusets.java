// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import static org.ktstr4j.scenario.catalogue.Parts.bursty;
import static org.ktstr4j.scenario.catalogue.Parts.canned;
import static org.ktstr4j.scenario.catalogue.Parts.half;
import static org.ktstr4j.scenario.catalogue.Parts.halves;
import static org.ktstr4j.scenario.catalogue.Parts.mixed;
import static org.ktstr4j.scenario.catalogue.Parts.pair;
import static org.ktstr4j.scenario.catalogue.Parts.spin;
import static org.ktstr4j.scenario.catalogue.Parts.third;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Need;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Affinity;

/// Scenarios in which CPUs are given and taken.
final class Cpusets {
    private static final Hold HALF = Hold.fraction(0.5);
    private static final Hold THIRD = Hold.fraction(1.0 / 3);
    private static final Hold QUARTER = Hold.fraction(0.25);

    static final List<Canned> ALL = List.of(
            canned(
                    "halves for two cgroups that had all CPUs",
                    Scenario.of("cpuset_apply", Step.hold(HALF), Step.ops(HALF, set("a", half(0)), set("b", half(1))))
                            .withBackdrop(pair(spin()))),
            canned(
                    "all CPUs for two cgroups that had halves",
                    Scenario.of(
                                    "cpuset_clear",
                                    Step.hold(HALF),
                                    Step.ops(HALF, new Op.ClearCpuset("a"), new Op.ClearCpuset("b")))
                            .withBackdrop(halves(spin()))),
            canned(
                    "half and half, a quarter and the rest, the other way round",
                    Scenario.of(
                                    "cpuset_resize",
                                    Step.hold(THIRD),
                                    Step.ops(THIRD, set("a", range(0, 0.25)), set("b", range(0.25, 1))),
                                    Step.ops(THIRD, set("a", range(0, 0.75)), set("b", range(0.75, 1))))
                            .withBackdrop(halves(spin()))
                            .withNeed(Need.cpus(4))),
            canned(
                    "halves exchanged twice",
                    Scenario.of(
                                    "cpuset_swap",
                                    Step.hold(THIRD),
                                    Step.ops(THIRD, new Op.SwapCpusets("a", "b")),
                                    Step.ops(THIRD, new Op.SwapCpusets("a", "b")))
                            .withBackdrop(halves(spin()))
                            .withNeed(Need.cpus(4))),
            canned(
                    "NUMA nodes exchanged",
                    Scenario.of("numa_swap", Step.hold(HALF), Step.ops(HALF, new Op.SwapCpusets("a", "b")))
                            .withBackdrop(Parts.on(pair(spin()), new CpusetSpec.Numa(0), new CpusetSpec.Numa(1)))
                            .withNeed(new Need(2, 2, 2, 1))),
            canned(
                    "LLCs exchanged again and again under heavy mixed work",
                    Scenario.of(
                                    "cross_llc_race",
                                    Step.ops(Hold.loop(Duration.ofMillis(200), 1), new Op.SwapCpusets("a", "b")))
                            .withBackdrop(Parts.on(pair(mixed(16)), new CpusetSpec.Llc(0), new CpusetSpec.Llc(1)))
                            .withNeed(Need.llcs(2))),
            canned(
                    "affinities drawn anew four times",
                    Scenario.of(
                                    "affinity_change",
                                    Step.ops(
                                            Hold.loop(Duration.ofMillis(400), 1),
                                            new Op.SetAffinity("a", new Affinity.RandomSubset(0)),
                                            new Op.SetAffinity("b", new Affinity.RandomSubset(0))))
                            .withBackdrop(pair(spin()))),
            canned(
                    "more work for a half that had a yielding worker",
                    Scenario.of("cpuset_load_shift", Step.hold(HALF), Step.ops(HALF, new Op.Spawn("b", spin(16))))
                            .withBackdrop(
                                    CgroupDef.of("a", spin(16)).withCpuset(half(0)),
                                    CgroupDef.of("b", Parts.yields(1)).withCpuset(half(1)))),
            canned(
                    "an oversubscribed half against a bursty one",
                    Scenario.steady(
                            "cpuset_imbalance",
                            CgroupDef.of("a", Parts.spinPerCpu(200)).withCpuset(half(0)),
                            CgroupDef.of("b", bursty(2, 10, 20)).withCpuset(half(1)))),
            canned(
                    "the bursty half narrowed to one CPU and widened again",
                    Scenario.of(
                                    "cpuset_change_imbalance",
                                    Step.hold(THIRD),
                                    Step.ops(THIRD, set("b", new CpusetSpec.Exact(Set.of(1)))),
                                    Step.ops(THIRD, set("b", half(1))))
                            .withBackdrop(
                                    CgroupDef.of("a", Parts.spinPerCpu(200)).withCpuset(half(0)),
                                    CgroupDef.of("b", bursty(2, 10, 20)).withCpuset(half(1)))),
            canned(
                    "a third cgroup that comes and goes",
                    Scenario.of(
                                    "cpuset_add_remove",
                                    Step.hold(THIRD),
                                    Step.cgroups(
                                            THIRD, CgroupDef.of("c", spin()).withCpuset(third(2))),
                                    Step.hold(THIRD))
                            .withBackdrop(
                                    CgroupDef.of("a", spin()).withCpuset(third(0)),
                                    CgroupDef.of("b", spin()).withCpuset(third(1)))
                            .withNeed(Need.cpus(3))),
            canned(
                    "cpusets set and cleared in turn, a quarter each",
                    Scenario.of(
                                    "cpuset_set_and_clear",
                                    Step.ops(QUARTER, set("a", half(0))),
                                    Step.ops(QUARTER, new Op.ClearCpuset("a")),
                                    Step.ops(QUARTER, set("a", half(1))),
                                    Step.ops(QUARTER, new Op.ClearCpuset("a")))
                            .withBackdrop(pair(spin()))));

    private Cpusets() {}

    private static Op set(String cgroup, CpusetSpec cpus) {
        return new Op.SetCpuset(cgroup, cpus);
    }

    private static CpusetSpec range(double from, double to) {
        return new CpusetSpec.Range(from, to);
    }
}
