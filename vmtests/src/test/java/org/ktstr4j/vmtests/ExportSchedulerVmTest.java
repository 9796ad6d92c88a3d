// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ktstr4j.vmtests.RunFiles.assertClean;
import static org.ktstr4j.vmtests.RunFiles.assertRefused;
import static org.ktstr4j.vmtests.RunFiles.assertSame;
import static org.ktstr4j.vmtests.RunFiles.results;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ktstr4j.host.run.bare.BareMachine;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.vmtests.fixture.ExportedSchedulers;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// `.run` files with schedulers on a machine that is not ours, whose kernel has sched_ext. All steps share one boot.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportSchedulerVmTest {
    private final RunFiles files = RunFiles.in("export-schedulers");
    private BareMachine.Steps steps = new BareMachine.Steps(files.home());

    @BeforeAll
    void boot() throws IOException {
        BareMachine machine = files.machine(
                Prerequisites.NEWEST,
                "1n1l2c1t",
                ExportedSchedulers.class,
                List.of(
                        "attaches",
                        "dies",
                        "failsEarly",
                        "neverAttaches",
                        "stalls",
                        "waits",
                        "isPinned",
                        "isBuiltin",
                        "isJava",
                        "scenario"));
        steps = ExportSteps.schedulers(machine).run();
    }

    @Test
    void a_test_comes_to_the_verdict_that_it_has_in_a_guest() {
        assertClean(steps, "attaches", 0);
        assertSame(Guest.of(ExportedSchedulers.class, "attaches").run(), results(steps, "attaches"));
        assertEquals("state disabled", steps.read("attaches", "out"));
        assertTrue(
                steps.read("attaches", "err").startsWith("ktstr: test ExportedSchedulers.attaches, made from "),
                () -> steps.said("attaches"));
        assertTrue(steps.read("attaches", "err").contains("""
                        ktstr: scheduler simple
                        """), () -> steps.said("attaches"));
        assertTrue(steps.read("attaches", "err").contains("""
                        ktstr: the kernel's command line lacks what the test's guest has: ktstr.word=1
                        ktstr: sysctl kernel.sched_schedstats is 0, will be 1 for the test
                        """), () -> steps.said("attaches"));
    }

    @Test
    void one_that_dies_fails_the_test_and_its_words_are_kept() throws IOException {
        assertClean(steps, "dies", 1);
        assertSame(Guest.of(ExportedSchedulers.class, "dies").run(), results(steps, "dies"));
        assertEquals(SchedulerOutcome.DIED, end("dies").outcome());
        assertTrue(Files.size(steps.of("dies").resolve("results/scheduler-1.log")) > 0);
    }

    @Test
    void one_that_does_not_attach_fails_the_test() {
        assertClean(steps, "fails-early", 1);
        assertEquals(SchedulerOutcome.EXITED_EARLY, end("fails-early").outcome());
        assertTrue(
                steps.read("fails-early", "err")
                        .contains("scheduler misbehave: exited before it attached: exit code 3"),
                () -> steps.said("fails-early"));
        assertClean(steps, "never-attaches", 1);
        assertEquals(SchedulerOutcome.NOT_ATTACHED, end("never-attaches").outcome());
    }

    @Test
    void the_watchdog_has_the_limit_that_was_asked_for() {
        assertClean(steps, "stalls", 1);
        assertEquals(SchedulerOutcome.STALLED, end("stalls").outcome());
        List<String> argv = history("stalls")
                .last(LogRecord.SchedulerStarted.class)
                .orElseThrow()
                .argv();
        assertEquals(List.of("--stall", "dash", "--timeout", "2000"), argv.subList(1, argv.size()));
        assertEquals("2 s", results(steps, "stalls").machine().get("watchdog"));
    }

    @Test
    void an_attached_scheduler_in_the_way_is_named() {
        assertRefused(steps, "conflict", """
                isBuiltin.run: a sched_ext scheduler is enabled on this machine: simple; stop it first
                stage: conflict""");
    }

    @Test
    void nothing_is_attached_after_an_interrupt() {
        assertClean(steps, "interrupt", 0);
        assertEquals("130\nstate disabled", steps.read("interrupt", "out"));
        assertEquals("inconclusive", results(steps, "interrupt").verdict().label());
        assertEquals(
                "misbehave", results(steps, "interrupt").schedulers().getFirst().ops());
    }

    @Test
    void nothing_is_attached_after_the_script_was_killed() {
        for (String step : List.of("killed", "pinned-and-killed")) {
            assertClean(steps, step, 0);
            assertEquals("137\nstate disabled", steps.read(step, "out"));
            assertEquals("could not run", results(steps, step).verdict().label());
            assertEquals(
                    "misbehave", results(steps, step).schedulers().getFirst().ops());
        }
    }

    @Test
    void what_is_part_of_the_kernel_is_switched_on_and_off() {
        assertClean(steps, "builtin", 0);
        assertEquals("waiting", steps.read("builtin", "out"));
        assertEquals(SchedulerOutcome.STOPPED, end("builtin").outcome());
    }

    @Test
    void a_loader_written_in_java_runs_on_the_files_own_runtime() {
        assertClean(steps, "java", 0);
        assertEquals("from_java", results(steps, "java").schedulers().getFirst().ops());
    }

    @Test
    void a_scenario_has_the_duration_that_was_asked_for() {
        assertClean(steps, "scenario", 0);
        assertSame(Guest.of(ExportedSchedulers.class, "scenario").run(), results(steps, "scenario"));
        assertEquals(2_000_000_000L, planned("scenario"));
        assertClean(steps, "scenario-of-2-s", 0);
        assertEquals(1_000_000_000L, planned("scenario-of-2-s"));
        assertEquals("2 s", results(steps, "scenario-of-2-s").machine().get("duration"));
    }

    @Test
    void what_a_watchdog_or_a_duration_may_be() {
        assertClean(steps, "arguments", 0);
        assertEquals("""
                64 attaches.run: --watchdog-timeout has nothing to change here: the kernel takes the limit from the scheduler, and simple declares no option for it (Scheduler.Builder.watchdogArg); see --help
                64 waits.run: option --watchdog-timeout needs whole seconds; see --help
                64 waits.run: option --watchdog-timeout needs whole seconds, 1 to 999999, was "0"; see --help
                64 waits.run: option --duration needs whole seconds, 1 to 999999, was "1.5"; see --help""", steps.read("arguments", "out"));
    }

    private long planned(String step) {
        return history(step).last(LogRecord.ScenarioBegan.class).orElseThrow().plannedNs();
    }

    private SchedulerEnd end(String step) {
        return history(step).last(LogRecord.SchedulerEnded.class).orElseThrow().end();
    }

    private History history(String step) {
        try {
            return History.read(Files.readAllBytes(steps.of(step).resolve("results/records.log")));
        } catch (IOException e) {
            throw new AssertionError(steps.said(step), e);
        }
    }
}
