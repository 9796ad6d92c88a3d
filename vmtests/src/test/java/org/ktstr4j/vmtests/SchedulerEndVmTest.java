// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.vmtests.fixture.Misbehaving;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Each way in which a scheduler can end, told apart: one line that says it, and the evidence below.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
@ParameterizedClass(name = "on {0}")
@ValueSource(strings = {Prerequisites.NEWEST, SchedulerKernelVmTest.OLDER})
class SchedulerEndVmTest {
    @Parameter
    private String kernel = "";

    private Guest guest(String method) {
        Prerequisites.kernel(kernel);
        return Guest.of(Misbehaving.class, method).with(Settings.KERNEL, kernel);
    }

    @Test
    void one_that_behaves_is_stopped_and_detached() {
        Ran ran = guest("behaves").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals(SchedulerOutcome.STOPPED, end(ran).outcome());
        LogRecord.SchedulerUp up =
                ran.history().last(LogRecord.SchedulerUp.class).orElseThrow();
        assertEquals("misbehave", up.attached().ops());
        assertTrue(
                up.attached().programs().stream()
                        .anyMatch(each -> each.name().equals("misbehave_select_cpu") && each.verifiedInsns() > 10),
                up::toString);
    }

    @Test
    void one_that_ends_before_it_attached() {
        fails(
                "exitsEarly",
                SchedulerOutcome.EXITED_EARLY,
                "scheduler true: exited before it attached: exit code 0; it printed nothing");
        fails(
                "failsEarly",
                SchedulerOutcome.EXITED_EARLY,
                "scheduler misbehave: exited before it attached: exit code 3;"
                        + " its last words: \"told to end before attaching\"");
    }

    @Test
    void one_that_the_verifier_refuses() {
        Ran ran = fails(
                "isRejected",
                SchedulerOutcome.REJECTED,
                "scheduler misbehave: rejected by the verifier: program reject_enqueue: R4 invalid mem access 'scalar'");
        assertTrue(ran.why().contains("scx_bpf_dsq_insert(p, *nowhere"), ran::why);
        fails(
                "loopsInTheVerifier",
                SchedulerOutcome.REJECTED,
                "scheduler misbehave: rejected by the verifier: program loop_enqueue: infinite loop detected at insn 3");
    }

    @Test
    void one_that_attaches_nothing() {
        Ran ran = fails(
                "doesNotAttach",
                SchedulerOutcome.NOT_ATTACHED,
                "scheduler slow: did not attach: nothing was attached within ");
        assertTrue(end(ran).what().endsWith(" s of guest time, the kernel's state was \"disabled\""), end(ran)::what);
    }

    @Test
    void one_that_attaches_another() {
        fails(
                "isAnother",
                SchedulerOutcome.ATTACHED_OTHER,
                "scheduler misnamed: attached something else: expected \"simple\", the kernel has \"misbehave\"");
    }

    @Test
    void one_whose_program_ends() {
        fails("crashes", SchedulerOutcome.DIED, "scheduler misbehave: died: signal 6; its last words: \"attached\"");
        fails(
                "ends",
                SchedulerOutcome.DIED,
                "scheduler misbehave: died: exit code 3; its last words: \"EXIT: unregistered from user space\"");
        fails(
                "endsCleanly",
                SchedulerOutcome.EXITED,
                "scheduler misbehave: ended by itself: exit code 0; its last words: \"EXIT: unregistered from user space\"");
    }

    @Test
    void one_that_reports_an_error_itself() throws IOException {
        Ran ran =
                fails("errs", SchedulerOutcome.EJECTED, "scheduler misbehave: ejected by the kernel: scx_bpf_error: ");
        assertEquals(ExitKind.ERROR_BPF, end(ran).kind());
        assertTrue(ran.why().contains("triggered exit kind 1025 (scx_bpf_error)"), ran::why);
        assertTrue(end(ran).dump().contains("CPU states"), end(ran)::dump);
        assertTrue(Files.readString(ran.directory().resolve("scheduler-1.dump")).contains("Event counters"));
        // An older kernel has fewer operations, of which libbpf speaks first.
        assertTrue(
                Files.readAllLines(ran.directory().resolve("scheduler-1.log")).contains("attached"));
    }

    @Test
    void one_that_dispatches_to_a_queue_that_does_not_exist() {
        Ran ran = fails(
                "dispatchesToABadQueue",
                SchedulerOutcome.EJECTED,
                "scheduler misbehave: ejected by the kernel: runtime error: ");
        assertTrue(ran.why().contains("0xbad") || ran.why().contains("0x0000000000000bad"), ran::why);
    }

    @Test
    void one_that_stalls() {
        Ran ran = fails("stalls", SchedulerOutcome.STALLED, "scheduler misbehave: stalled: runnable task stall: dash[");
        assertTrue(end(ran).what().contains("failed to run for "), end(ran)::what);
        assertEquals(ExitKind.ERROR_STALL, end(ran).kind());
    }

    @Test
    void one_that_starves_a_cgroup() {
        Ran ran = fails(
                "starvesACgroup", SchedulerOutcome.STALLED, "scheduler misbehave: stalled: runnable task stall: ");
        assertTrue(end(ran).what().contains("failed to run for "), end(ran)::what);
        assertEquals(ExitKind.ERROR_STALL, end(ran).kind());
    }

    @Test
    void one_that_stays_attached_without_its_program() {
        fails(
                "staysAttached",
                SchedulerOutcome.STILL_ATTACHED,
                "scheduler misbehave: still attached after it was stopped:"
                        + " its program is gone (signal 6), and the kernel still says \"enabled\"");
    }

    @Test
    void one_that_does_not_react_is_killed_and_that_is_said() {
        Ran ran = guest("doesNotStop").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("by SIGKILL, since SIGTERM did not end it", end(ran).what());
    }

    @Test
    void one_that_leaves_a_cpu_idle_is_seen_in_what_runs() {
        Ran degraded = guest("degrades").run();
        Ran spread = guest("spreads").run();

        assertTrue(share(degraded) < 0.1, degraded.judged()::toString);
        assertTrue(share(spread) > 0.3, spread.judged()::toString);
    }

    private static double share(Ran ran) {
        double cpu0 = ran.judged().statistics().getOrDefault("cpu0_ticks", Double.NaN);
        double cpu1 = ran.judged().statistics().getOrDefault("cpu1_ticks", Double.NaN);
        return cpu1 / (cpu0 + cpu1);
    }

    private Ran fails(String fixture, SchedulerOutcome outcome, String first) {
        Ran ran = guest(fixture).run();

        assertEquals("failed", ran.label(), ran::why);
        assertEquals(outcome, end(ran).outcome(), ran::why);
        assertTrue(ran.why().startsWith(first), () -> "expected \"" + first + "…\", was " + ran.why());
        return ran;
    }

    private static SchedulerEnd end(Ran ran) {
        return ran.history()
                .last(LogRecord.SchedulerEnded.class)
                .orElseThrow(() -> new AssertionError(ran.why()))
                .end();
    }
}
