// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Count;
import org.ktstr4j.scenario.work.MemPolicy;
import org.ktstr4j.scenario.work.Policy;
import org.ktstr4j.scenario.work.Program;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

/// Every mistake in a scenario, and what is said of it before anything boots.
class ProblemsTest {
    private static final Topology FOUR = Topology.parse("1n2l2c1t");
    private static final WorkGroup SPIN = WorkGroup.of(1, new Compute.SpinWait());

    @Test
    void a_good_scenario_has_none() {
        Scenario good = Scenario.of(
                        "good",
                        Step.ops(
                                Hold.loop(Duration.ofMillis(100), 0.5),
                                new Op.SetCpuset("a", new CpusetSpec.Llc(1)),
                                new Op.Add(CgroupDef.empty("a/b")),
                                new Op.Remove("a/b")),
                        Step.cgroups(Hold.fraction(0.5), CgroupDef.of("c", SPIN)))
                .withBackdrop(CgroupDef.of("a", SPIN).withCpuset(new CpusetSpec.Llc(0)));

        assertEquals(List.of(), good.problems(FOUR));
        assertEquals(2_000_000_000L, good.plannedNs());
    }

    @Test
    void wholes_and_holds() {
        says("no steps; give it one", "", Scenario.of("s"));
        says("duration of 0 ns: use a time above 0", "", steady().withDuration(Duration.ZERO));
        says("0 workers by default: use 1 or more", "", steady().withWorkers(0));
        says("4 of 4 CPUs reserved: leave at least one", "", steady().withReservedCpus(4));
        says("hold of fraction 0.0: use a number above 0", " step 1", Scenario.of("s", Step.hold(Hold.fraction(0))));
        says("hold of 0 ns: use a time above 0", " step 1", Scenario.of("s", Step.hold(new Hold.Fixed(Duration.ZERO))));
        says(
                "loop with an interval of 0 ns: use a time above 0",
                " step 1",
                Scenario.of("s", Step.hold(Hold.loop(Duration.ZERO, 1))));
        says(
                "loop in a loop: give the outer one a fraction or a time",
                " step 1",
                Scenario.of("s", Step.hold(new Hold.Loop(Duration.ofMillis(1), Hold.loop(Duration.ofMillis(1), 1)))));
    }

    @Test
    void cgroups_and_groups() {
        cgroup(
                "LLC 7: the machine has 0 to 1",
                CgroupDef.of("a", SPIN).withCpuset(new CpusetSpec.Llc(7)),
                "cpuset Llc[llc=7]: ");
        cgroup(
                "cpuset.mems 1: the machine has nodes 0 to 0",
                CgroupDef.of("a", SPIN).withMems("1"),
                "");
        cgroup("cpu.weight of 0: use 1 to 10000", CgroupDef.of("a", SPIN).withKnobs(new Knob.CpuWeight(0)), "");
        cgroup("io.weight of 10001: use 1 to 10000", CgroupDef.of("a", SPIN).withKnobs(new Knob.IoWeight(10001)), "");
        cgroup(
                "cpu.max of 100 us in 100000 us: use a period of 1 ms to 1 s and a quota of 1 ms or more, or 0 for no limit",
                CgroupDef.of("a", SPIN).withKnobs(new Knob.CpuMax(Duration.ofNanos(100_000), Duration.ofMillis(100))),
                "");
        cgroup(
                "pids.max of 0: no worker could start; use 1 or more",
                CgroupDef.of("a", SPIN).withKnobs(new Knob.PidsMax(0)),
                "");
        cgroup(
                "3 workers of PipeIo: not a multiple of 2, which belong together; use 2 or 4",
                CgroupDef.of("a", WorkGroup.of(3, new Wakes.PipeIo())),
                "");
        cgroup("0 workers: use 1 or more", CgroupDef.of("a", SPIN.withCount(new Count.PerCpus(0))), "");
        cgroup("nice 20: use −20 to 19", CgroupDef.of("a", SPIN.withNice(20)), "");
        cgroup(
                "comm \"more than 15 bytes\": longer than 15 bytes; use a shorter one",
                CgroupDef.of("a", SPIN.withComm("more than 15 bytes")),
                "");
        cgroup("real-time priority 100: use 1 to 99", CgroupDef.of("a", SPIN.withPolicy(new Policy.Fifo(100))), "");
        cgroup(
                "policy deadline with runtime 2 ns, deadline 1 ns, period 3 ns: use 0 < runtime ≤ deadline ≤ period",
                CgroupDef.of(
                        "a",
                        SPIN.withPolicy(
                                new Policy.Deadline(Duration.ofNanos(2), Duration.ofNanos(1), Duration.ofNanos(3)))),
                "");
        cgroup(
                "ForkExit as threads: its workers must be processes; leave asThreads() out",
                CgroupDef.of("a", WorkGroup.of(1, new Churn.ForkExit()).asThreads()),
                "");
        cgroup(
                "rate_hz of ProducerConsumerImbalance is 0: use 1 or more",
                CgroupDef.of("a", WorkGroup.of(3, new Wakes.ProducerConsumerImbalance(2, 1, 0, 1, 1))),
                "");
        cgroup(
                "Sequence of 0 phases: use 1 to 32",
                CgroupDef.of("a", WorkGroup.of(1, new Program.Sequence(List.of()))),
                "");
        cgroup(
                "Custom \"sleep\": not an absolute path; give the program's path in the guest",
                CgroupDef.of("a", WorkGroup.of(1, new Program.Custom("sleep"))),
                "");
        cgroup(
                "there is no cgroup \"b\" at this time, there are [a]; define it before",
                CgroupDef.of("a", WorkGroup.of(1, new Churn.CgroupAttachStorm("b", true))),
                "");
        cgroup("the name is that of workers without a cgroup; choose another", CgroupDef.empty("host"), "", "host");
    }

    @Test
    void affinities_and_memory() {
        cgroup(
                "affinity Exact[cpus=[3]]: no CPU of it is in the pool [0, 1]; name one that is",
                CgroupDef.of("a", SPIN.withAffinity(new Affinity.Exact(Set.of(3))))
                        .withCpuset(new CpusetSpec.Llc(0)),
                "");
        cgroup(
                "affinity SmtPair: no core has two siblings in the pool [0, 1, 2, 3] of topology 1n2l2c1t; declare 2 threads per core",
                CgroupDef.of("a", SPIN.withAffinity(new Affinity.SmtPair())),
                "");
        cgroup(
                "affinity RandomSubset of 5 CPUs: the pool is [0, 1, 2, 3]; use at most 4",
                CgroupDef.of("a", SPIN.withAffinity(new Affinity.RandomSubset(5))),
                "");
        cgroup(
                "memory policy BIND with nodes []: name at least one node",
                CgroupDef.of("a", SPIN.withMemory(MemPolicy.of(MemPolicy.Mode.BIND))),
                "");
        cgroup(
                "memory policy LOCAL with nodes [0]: leave the nodes out",
                CgroupDef.of("a", SPIN.withMemory(MemPolicy.of(MemPolicy.Mode.LOCAL, 0))),
                "");
        cgroup(
                "memory policy BIND on node 1: the machine has nodes 0 to 0",
                CgroupDef.of("a", SPIN.withMemory(MemPolicy.of(MemPolicy.Mode.BIND, 1))),
                "");
        cgroup(
                "memory policy BIND with flags STATIC and RELATIVE: use one of them",
                CgroupDef.of(
                        "a",
                        SPIN.withMemory(new MemPolicy(
                                MemPolicy.Mode.BIND,
                                Set.of(0),
                                Set.of(MemPolicy.Flag.STATIC, MemPolicy.Flag.RELATIVE)))),
                "");
    }

    @Test
    void operations() {
        op("Remove: there is no cgroup \"x\" at this time, there are [a, b]", new Op.Remove("x"));
        op("MoveAll: from \"a\" to itself; name another", new Op.MoveAll("a", "a"));
        op("Add cgroup \"a\": there is one of this name already; choose another", new Op.Add(CgroupDef.empty("a")));
        op("SetAffinity: says nothing; use AllCpus to widen it", new Op.SetAffinity("a", new Affinity.Inherit()));
        op(
                "SetCpuset: cpuset Numa[node=1]: node 1: the machine has 0 to 0",
                new Op.SetCpuset("a", new CpusetSpec.Numa(1)));
        op("Wait: no \"p\" was started before; it has []", new Op.Wait("p", Duration.ofSeconds(1)));
        op("Kill: no \"p\" was started before; it has []", new Op.Kill("p"));
        op("Run: \"p\" is a scheduler; use Op.Scheduler", new Op.Run(Payload.scheduler("p"), List.of(), "", true));
        op("Scheduler: no scheduler to put in its place; name one", new Op.Scheduler(Op.Action.REPLACE, ""));
        op("Stop: there is no cgroup \"b\" at this time, there are [a]", new Op.Remove("b"), new Op.Stop("b"));
    }

    @Test
    void builders_refuse_at_once() {
        assertEquals(
                "group of SpinWait with 0 workers: use 1 or more, or CgroupDef.empty",
                Messages.refused(() -> WorkGroup.of(0, new Compute.SpinWait())));
        assertEquals(
                "cgroup \"a\" without workers: give it a group, or make it with CgroupDef.empty",
                Messages.refused(() -> CgroupDef.of("a")));
        assertEquals(
                "cgroup name \"../a\": it has the component \"..\"; name a cgroup below the test's own parent",
                Messages.refused(() -> CgroupDef.empty("../a")));
    }

    @Test
    void what_a_machine_lacks_is_said() {
        assertEquals(
                "needs 8 CPUs, topology 1n2l2c1t has 4",
                Need.cpus(8).missing(FOUR).orElseThrow());
        assertEquals(
                "needs 3 LLCs, topology 1n2l2c1t has 2",
                Need.llcs(3).missing(FOUR).orElseThrow());
        assertEquals(
                "needs 2 NUMA nodes, topology 1n2l2c1t has 1",
                new Need(1, 1, 2, 1).missing(FOUR).orElseThrow());
        assertEquals(
                "needs 2 threads per core, topology 1n2l2c1t has 1",
                new Need(1, 1, 1, 2).missing(FOUR).orElseThrow());
    }

    private static Scenario steady() {
        return Scenario.steady("s", CgroupDef.of("a", SPIN));
    }

    private static void cgroup(String expected, CgroupDef cgroup, String before) {
        cgroup(expected, cgroup, before, "a");
    }

    private static void cgroup(String expected, CgroupDef cgroup, String before, String name) {
        says(before + expected, " step 1 cgroup \"" + name + "\"", Scenario.steady("s", cgroup));
    }

    private static void op(String expected, Op... ops) {
        Scenario scenario = Scenario.of("s", Step.ops(Hold.full(), ops))
                .withBackdrop(CgroupDef.of("a", SPIN), CgroupDef.empty("b"));
        assertEquals(List.of("scenario \"s\" step 1 " + expected), without(scenario));
    }

    private static void says(String expected, String where, Scenario scenario) {
        assertEquals(List.of("scenario \"s\"" + where + ": " + expected), without(scenario));
    }

    // The line of these tests is in our own package, which is not an author's: JUnit's is found instead.
    private static List<String> without(Scenario scenario) {
        return scenario.problems(FOUR).stream()
                .map(each -> each.replaceFirst(" \\([A-Za-z]+\\.java:\\d+\\)$", ""))
                .toList();
    }
}
