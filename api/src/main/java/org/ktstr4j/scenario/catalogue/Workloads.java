// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import static org.ktstr4j.scenario.catalogue.Parts.bursty;
import static org.ktstr4j.scenario.catalogue.Parts.canned;
import static org.ktstr4j.scenario.catalogue.Parts.does;
import static org.ktstr4j.scenario.catalogue.Parts.io;
import static org.ktstr4j.scenario.catalogue.Parts.mixed;
import static org.ktstr4j.scenario.catalogue.Parts.pair;
import static org.ktstr4j.scenario.catalogue.Parts.spin;
import static org.ktstr4j.scenario.catalogue.Parts.spinPerCpu;
import static org.ktstr4j.scenario.catalogue.Parts.third;
import static org.ktstr4j.scenario.catalogue.Parts.yields;

import java.time.Duration;
import java.util.List;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Need;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.Work;

/// Scenarios with a special kind of work.
final class Workloads {
    private static final Hold THIRD = Hold.fraction(1.0 / 3);

    static final List<Canned> ALL = List.of(
            canned(
                    "five cgroups of five kinds",
                    Scenario.steady(
                            "workload_variety",
                            CgroupDef.of("a", spin()),
                            CgroupDef.of("b", bursty(2, 10, 20)),
                            CgroupDef.of("c", io(2)),
                            CgroupDef.of("d", mixed(2)),
                            CgroupDef.of("e", yields(2)))),
            canned(
                    "three kinds on thirds of the CPUs",
                    Scenario.steady(
                                    "cpuset_workload_variety",
                                    CgroupDef.of("a", spin()).withCpuset(third(0)),
                                    CgroupDef.of("b", bursty(2, 10, 20)).withCpuset(third(1)),
                                    CgroupDef.of("c", io(2)).withCpuset(third(2)))
                            .withNeed(Need.cpus(3))),
            canned(
                    "three kinds, and a fourth that comes and goes",
                    Scenario.of(
                                    "dynamic_workload_variety",
                                    Step.hold(THIRD),
                                    Step.cgroups(THIRD, CgroupDef.of("d", bursty(2, 10, 5))),
                                    Step.hold(THIRD))
                            .withBackdrop(
                                    CgroupDef.of("a", spin()), CgroupDef.of("b", io(2)), CgroupDef.of("c", mixed(2)))),
            each("fork_exit_churn", "children that end at once", 2, new Churn.ForkExit()),
            each("nice_sweep", "nice values from end to end", 2, new Churn.NiceSweep()),
            each("affinity_churn", "workers that pin themselves anew", 2, new Churn.AffinityChurn()),
            each("policy_churn", "workers that change their policy", 2, new Churn.PolicyChurn()),
            each(
                    "cross_affinity_churn",
                    "workers that change each other's affinity",
                    2,
                    new Churn.CrossAffinityChurn()),
            each("page_fault_churn", "page faults", 2, new Compute.PageFaultChurn()),
            each("mutex_light", "four on a lock that is held shortly", 4, new Wakes.MutexContention(4, 256, 4096)),
            canned(
                    "eight on a lock that is held long",
                    Scenario.steady("mutex_heavy", pair(does(8, new Wakes.MutexContention(8, 16384, 1024))))
                            // Who lets go of it may take it again before those who wait: that starves them, and
                            // the scheduler has no part in it.
                            .withChecks(Checks.NONE.without(Limit.NOT_STARVED).without(Limit.MAX_SPREAD_PCT))),
            against("cache_pressure", "warm caches against spinners", 2, new Compute.CachePressure()),
            against("cache_pipe", "messages between warm caches against spinners", 2, new Wakes.CachePipe()),
            canned(
                    "warm caches and yields on two LLCs",
                    Scenario.steady(
                                    "cache_yield",
                                    Parts.on(
                                            pair(does(4, new Compute.CacheYield())),
                                            new CpusetSpec.Llc(0),
                                            new CpusetSpec.Llc(1)))
                            .withNeed(Need.llcs(2))),
            against("fan_out_wake", "one wakes four against spinners", 5, new Wakes.FutexFanOut()),
            against(
                    "fan_out_compute",
                    "one wakes four that multiply against spinners",
                    5,
                    new Wakes.FanOutCompute(4, 64, 5, Duration.ofNanos(100_000))),
            against("wake_chain", "a token in a ring of pipes against spinners", 4, new Wakes.WakeChain()),
            against(
                    "wake_chain_futex",
                    "a token in a ring of futexes against spinners",
                    4,
                    new Wakes.WakeChain(4, true, Duration.ofNanos(100_000))),
            against("thundering_herd", "seven woken at once against spinners", 8, new Wakes.ThunderingHerd()),
            against("epoll_storm", "epoll waiters against spinners", 3, new Wakes.EpollStorm()),
            against("signal_storm", "signals to and fro against spinners", 2, new Wakes.SignalStorm()),
            against("futex_ping_pong", "turns on a futex against spinners", 2, new Wakes.FutexPingPong()),
            against("idle_churn", "short sleeps against spinners", 2, new Wakes.IdleChurn()),
            against(
                    "producer_consumer",
                    "a queue that fills up against spinners",
                    3,
                    new Wakes.ProducerConsumerImbalance()),
            canned(
                    "pairs of different scheduling classes",
                    Scenario.steady("asymmetric_waker", CgroupDef.of("a", does(4, new Wakes.AsymmetricWaker())))),
            canned(
                    "a real-time worker that preempts spinners all the time",
                    Scenario.steady("preempt_storm", CgroupDef.of("a", does(3, new Wakes.PreemptStorm())))),
            canned(
                    "priorities on one lock, with inheritance",
                    Scenario.steady("priority_inversion", CgroupDef.of("a", does(3, new Wakes.PriorityInversion())))),
            canned(
                    "a lot and a little instruction-level parallelism in turn",
                    Scenario.steady("ipc_variance", pair(does(2, new Compute.IpcVariance(20_000, 1024, 8))))),
            canned(
                    "spinners on both threads of cores",
                    Scenario.steady("smt_siblings", CgroupDef.of("a", does(4, new Compute.SmtSiblingSpin())))
                            .withNeed(new Need(2, 1, 1, 2))),
            canned(
                    "workers that go from node to node, and memory that follows",
                    Scenario.steady(
                                    "numa_churn",
                                    CgroupDef.of("a", does(2, new Churn.NumaMigrationChurn())),
                                    CgroupDef.of("b", does(2, new Churn.NumaWorkingSetSweep())))
                            .withNeed(new Need(2, 2, 2, 1))),
            canned(
                    "workers that move themselves between cgroups, and children attached while they end",
                    Scenario.steady(
                            "cgroup_churn",
                            CgroupDef.empty("b"),
                            CgroupDef.of(
                                    "a",
                                    does(2, new Churn.CgroupChurn("b", Duration.ofMillis(20))),
                                    does(1, new Churn.CgroupAttachStorm("b", true))))));

    private Workloads() {}

    /// The work in each of two cgroups.
    private static Canned each(String name, String summary, int workers, Work work) {
        return canned(summary, Scenario.steady(name, pair(does(workers, work))));
    }

    /// The work in one cgroup, a spinner for each CPU in another.
    private static Canned against(String name, String summary, int workers, Work work) {
        return canned(
                summary,
                Scenario.steady(name, CgroupDef.of("a", does(workers, work)), CgroupDef.of("b", spinPerCpu(100))));
    }
}
