// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import static org.ktstr4j.scenario.catalogue.Parts.bursty;
import static org.ktstr4j.scenario.catalogue.Parts.canned;
import static org.ktstr4j.scenario.catalogue.Parts.crowded;
import static org.ktstr4j.scenario.catalogue.Parts.does;
import static org.ktstr4j.scenario.catalogue.Parts.halves;
import static org.ktstr4j.scenario.catalogue.Parts.mixed;
import static org.ktstr4j.scenario.catalogue.Parts.on;
import static org.ktstr4j.scenario.catalogue.Parts.overlap;
import static org.ktstr4j.scenario.catalogue.Parts.pair;
import static org.ktstr4j.scenario.catalogue.Parts.spin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Need;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Policy;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.topology.Topology;

/// Scenarios in which nothing changes.
final class Steady {
    // Who is on the CPU of a real-time worker gets what that leaves, here a third; less than that is too little.
    private static final Checks BESIDE_REAL_TIME = Checks.of(Limit.MAX_RUN_DELAY_PCT, 90);

    static final List<Canned> ALL = List.of(
            canned("two cgroups of spinners", Scenario.steady("steady", pair(spin()))),
            canned(
                    "one LLC for each of two cgroups",
                    Scenario.steady("steady_llc", on(pair(spin()), new CpusetSpec.Llc(0), new CpusetSpec.Llc(1)))
                            .withNeed(Need.llcs(2))),
            canned(
                    "cpusets that part an LLC",
                    Scenario.steady(
                                    "steady_cross_llc",
                                    on(pair(spin()), new CpusetSpec.Range(0, 0.25), new CpusetSpec.Range(0.25, 1)))
                            .withNeed(new Need(4, 2, 1, 1))),
            canned(
                    "three cgroups, each sharing half of its CPUs with the next",
                    Scenario.steady(
                                    "steady_overlap",
                                    CgroupDef.of("a", spin()).withCpuset(overlap(0, 3)),
                                    CgroupDef.of("b", spin()).withCpuset(overlap(1, 3)),
                                    CgroupDef.of("c", spin()).withCpuset(overlap(2, 3)))
                            .withNeed(Need.cpus(6))),
            canned("mixed work without affinity", Scenario.steady("affinity_inherit", pair(mixed(2)))),
            canned(
                    "a random subset of its half for each worker",
                    Scenario.steady("affinity_random", halves(spin().withAffinity(new Affinity.RandomSubset(0))))
                            .withNeed(Need.cpus(4))),
            canned(
                    "a mask of all CPUs inside of halves",
                    Scenario.steady("affinity_spanning", halves(spin().withAffinity(new Affinity.AllCpus())))),
            canned(
                    "everybody of a half on its lowest CPU",
                    Scenario.steady("affinity_pinned", halves(spin().withAffinity(new Affinity.SingleCpu())))),
            canned(
                    "one LLC each, and an affinity that says the same",
                    Scenario.steady(
                                    "llc_affinity",
                                    on(
                                            pair(spin().withAffinity(new Affinity.LlcAligned())),
                                            new CpusetSpec.Llc(0),
                                            new CpusetSpec.Llc(1)))
                            .withNeed(Need.llcs(2))),
            canned(
                    "everybody on CPUs 0 and 1",
                    Scenario.steady("multicpu_pin", pair(spin().withAffinity(new Affinity.Exact(Set.of(0, 1)))))
                            .withChecks(Checks.of(Limit.MAX_SPREAD_PCT, 75))),
            canned(
                    "two CPUs of each half",
                    Scenario.steady("cpuset_multicpu_pin", halves(spin().withAffinity(new Affinity.RandomSubset(2))))
                            .withNeed(Need.cpus(4))
                            .withChecks(Checks.of(Limit.MAX_SPREAD_PCT, 75))),
            canned("SCHED_BATCH spinners", Scenario.steady("sched_batch", pair(spin().withPolicy(new Policy.Batch())))),
            canned("SCHED_IDLE spinners", Scenario.steady("sched_idle", pair(spin().withPolicy(new Policy.Idle())))),
            canned(
                    "a SCHED_FIFO worker among normal ones in each",
                    Scenario.steady("sched_fifo", pair(spin(), bursty(1, 50, 25).withPolicy(new Policy.Fifo(1))))
                            .withChecks(BESIDE_REAL_TIME)),
            canned(
                    "two SCHED_RR workers among normal ones in each",
                    Scenario.steady("sched_rr", pair(spin(), bursty(2, 50, 25).withPolicy(new Policy.RoundRobin(1))))
                            .withChecks(BESIDE_REAL_TIME)),
            canned(
                    "normal, batch, idle and FIFO side by side",
                    Scenario.steady(
                                    "sched_mixed",
                                    pair(
                                            spin(2),
                                            spin(2).withPolicy(new Policy.Batch()),
                                            spin(2).withPolicy(new Policy.Idle()),
                                            bursty(2, 10, 20).withPolicy(new Policy.Fifo(1))))
                            // an idle task may well wait for all of a short run
                            .withChecks(Checks.NONE.without(Limit.NOT_STARVED))),
            canned(
                    "a pair on pipes beside spinners in each",
                    Scenario.steady("pipe_io", pair(does(2, new Wakes.PipeIo()), spin()))),
            new Canned("per_cpu", "a cgroup with one pinned worker for each CPU but the last", Steady::perCpu),
            canned(
                    "a third of the CPUs unused",
                    Scenario.steady(
                                    "partial_cpus",
                                    on(pair(spin()), new CpusetSpec.Disjoint(0, 3), new CpusetSpec.Disjoint(1, 3)))
                            .withNeed(Need.cpus(3))),
            canned(
                    "three quarters of the CPUs and one quarter",
                    Scenario.steady(
                                    "uneven",
                                    on(pair(spin()), new CpusetSpec.Range(0, 0.75), new CpusetSpec.Range(0.75, 1)))
                            .withNeed(Need.cpus(4))),
            canned("32 workers of mixed work in each", Scenario.steady("oversubscribed", pair(mixed(32)))),
            crowded("one cgroup of 16 spinners", 16, Scenario.steady("many_spinners", CgroupDef.of("a", spin(16)))),
            crowded("two cgroups of 16 spinners", 32, Scenario.steady("many_spinners_twice", pair(spin(16)))),
            canned(
                    "one cgroup of eight on a machine with several LLCs",
                    Scenario.steady("llc_overflow", CgroupDef.of("a", spin(8))).withNeed(Need.llcs(2))),
            canned(
                    "more multiplication than CPUs",
                    Scenario.steady(
                                    "work_conserving",
                                    CgroupDef.of("a", Parts.spinPerCpu(100).withWork(new Compute.AluHot())))
                            .withChecks(Checks.of(Limit.MAX_IDLE_PCT, 20))),
            canned(
                    "three against one by weight on one CPU",
                    Scenario.steady(
                                    "weighted",
                                    CgroupDef.of("a", spin(1))
                                            .withCpuset(new CpusetSpec.Exact(Set.of(0)))
                                            .withKnobs(new org.ktstr4j.scenario.plan.Knob.CpuWeight(300)),
                                    CgroupDef.of("b", spin(1))
                                            .withCpuset(new CpusetSpec.Exact(Set.of(0)))
                                            .withKnobs(new org.ktstr4j.scenario.plan.Knob.CpuWeight(100)))
                            .withChecks(Checks.of(Limit.MAX_WEIGHT_ERROR_PCT, 25))));

    private Steady() {}

    private static Scenario perCpu(Topology topology) {
        List<CgroupDef> cgroups = new ArrayList<>();
        for (int cpu = 0; cpu < Math.max(1, Math.min(topology.cpus() - 1, 64)); cpu++) {
            cgroups.add(CgroupDef.of("c" + cpu, spin(1)).withCpuset(new CpusetSpec.Exact(Set.of(cpu))));
        }
        return Scenario.steady("per_cpu", cgroups.toArray(CgroupDef[]::new));
    }
}
