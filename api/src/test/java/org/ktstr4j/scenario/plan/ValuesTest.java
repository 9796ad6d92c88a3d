// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.Messages;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.check.Profile;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Count;
import org.ktstr4j.scenario.work.Jitter;
import org.ktstr4j.scenario.work.MemPolicy;
import org.ktstr4j.scenario.work.Policy;
import org.ktstr4j.scenario.work.Program;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;

/// A scenario with one of everything, there and back.
class ValuesTest {
    private static final Scenario ALL = Scenario.of(
                    "all \"of\" it\n",
                    Step.ops(
                                    Hold.loop(Duration.ofMillis(100), 0.25),
                                    new Op.Add(CgroupDef.empty("late")),
                                    new Op.Remove("late"),
                                    new Op.Stop("a"),
                                    new Op.SetCpuset("a", new CpusetSpec.Overlap(0, 2, 0.5)),
                                    new Op.ClearCpuset("a"),
                                    new Op.SwapCpusets("a", "a/b"),
                                    new Op.SetKnob("a", new Knob.CpuIdle(true)),
                                    new Op.Spawn("", WorkGroup.of(new Compute.AluHot())),
                                    new Op.SetAffinity("a", new Affinity.RandomSubset(2)),
                                    new Op.MoveAll("a", "a/b"),
                                    new Op.Freeze("a"),
                                    new Op.Unfreeze("a"),
                                    new Op.Wait("p", Duration.ofNanos(5)),
                                    new Op.Kill("p"),
                                    new Op.Capture("tag", "a"),
                                    new Op.Scheduler(Op.Action.REPLACE, "scx_simple"))
                            .withName("changes")
                            .withChecks(Checks.of(Profile.STRICT).without(Limit.ISOLATION)),
                    Step.hold(new Hold.Fixed(Duration.ofSeconds(1))))
            .withBackdrop(
                    CgroupDef.of(
                                    "a",
                                    WorkGroup.of(3, new Wakes.AsymmetricWaker())
                                            .withPolicy(new Policy.Deadline(
                                                    Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)))
                                            .withNice(-5)
                                            .withUser(1000, 1001)
                                            .withComm("asym")
                                            .withJitter(new Jitter(Duration.ofMillis(1), 10))
                                            .asThreads(),
                                    WorkGroup.of(new Program.Sequence(
                                                    List.of(new Program.Phase(Program.What.ALU, Duration.ofNanos(7)))))
                                            .withCount(new Count.PerCpus(150))
                                            .withAffinity(new Affinity.Exact(Set.of(3, 1)))
                                            .withMemory(new MemPolicy(
                                                    MemPolicy.Mode.BIND, Set.of(0, 1), Set.of(MemPolicy.Flag.STATIC))))
                            .withCpuset(new CpusetSpec.Range(0, 0.5))
                            .withMems("0")
                            .withKnobs(Knob.CpuMax.pct(50), new Knob.PidsMax(-1), new Knob.MemoryHigh(1L << 40))
                            .asSwappable(),
                    CgroupDef.of("a/b", WorkGroup.of(new Churn.CgroupAttachStorm("a", false))))
            .withNeed(new Need(4, 2, 1, 1))
            .withReservedCpus(1)
            .withChecks(Checks.of(Limit.MAX_GAP_MS, 1500));

    @TempDir
    Path directory;

    @Test
    void json_comes_back_as_the_same_scenario() {
        Scenario back = Scenario.fromJson(ALL.toJson());

        assertEquals(ALL, back);
        assertEquals(ALL.toJson(), back.toJson());
    }

    @Test
    void java_source_compiles_to_an_equal_scenario() throws Exception {
        Files.writeString(
                directory.resolve("Made.java"),
                "public class Made { public static Object made() { return " + ALL.toJava() + "; } }");
        Process javac = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/javac",
                        "-cp",
                        Path.of("target/classes").toRealPath().toString(),
                        directory.resolve("Made.java").toString())
                .inheritIO()
                .start();

        assertEquals(0, javac.waitFor());
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            assertEquals(ALL, loader.loadClass("Made").getMethod("made").invoke(null));
        }
    }

    @Test
    void every_kind_of_operation_and_knob_is_in_this_test() {
        String json = ALL.toJson();
        for (Class<?> each : Op.class.getPermittedSubclasses()) {
            // a program is known by its name only, and does not come back
            if (each != Op.Run.class) assertTrue(json.contains("\"Op." + each.getSimpleName() + "\""), each.toString());
        }
    }

    @Test
    void a_program_does_not_come_back_and_says_so() {
        Scenario program = Scenario.of(
                "p", Step.ops(Hold.full(), new Op.Run(Payload.binary("sleep", "sleep"), List.of("1"), "", true)));

        assertEquals(
                "read scenario: \"steps[0].ops[0].payload\" must be left out: payloads are known by name only, was \"sleep\"",
                Messages.refused(() -> Scenario.fromJson(program.toJson())));
    }

    @Test
    void what_is_no_scenario_says_why() {
        String json = ALL.toJson();

        assertEquals(
                "read scenario: \"steps[1].hold.is\" must be a kind of Hold, was \"Hold.Never\"",
                Messages.refused(() -> Scenario.fromJson(json.replace("Hold.Fixed", "Hold.Never"))));
        assertEquals(
                "read scenario: \"steps[0].checks.profile\" must be one of [STRICT, VM, SIM, SHARED_HOST], was \"LOOSE\"",
                Messages.refused(() -> Scenario.fromJson(json.replace("STRICT", "LOOSE"))));
    }
}
