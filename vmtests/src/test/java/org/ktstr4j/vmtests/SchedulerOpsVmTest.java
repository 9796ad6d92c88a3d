// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.vmtests.fixture.SchedulerOps;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// What bodies do with schedulers, and what they expect of them.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
@ParameterizedClass(name = "on {0}")
@ValueSource(strings = {Prerequisites.NEWEST, SchedulerKernelVmTest.OLDER})
class SchedulerOpsVmTest {
    @Parameter
    private String kernel = "";

    private Guest guest(String method) {
        Prerequisites.kernel(kernel);
        return Guest.of(SchedulerOps.class, method).with(Settings.KERNEL, kernel);
    }

    @Test
    void a_body_attaches_replaces_restarts_and_detaches() {
        Ran ran = guest("attachReplaceRestartDetach").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("disabled", ran.said("at first"));
        assertEquals("simple", ran.said("attached"));
        assertEquals("misbehave", ran.said("replaced"));
        assertEquals("misbehave another", ran.said("restarted"));
        assertEquals("scheduler misbehave: stopped", ran.said("detached"));
        assertEquals("disabled", ran.said("at last"));
        assertEquals("detach: no scheduler is attached; the last was scheduler misbehave: stopped", ran.said("again"));
        assertEquals(
                "attach scheduler misbehave: simple is attached; the kernel takes one at a time:"
                        + " use replace, or detach it first",
                ran.said("two"));
        assertEquals("disabled", ran.said("eevdf"));
    }

    @Test
    void an_expected_end_passes() {
        Ran ran = guest("sysrqIsExpected").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("scheduler simple: ejected by SysRq: disabled by sysrq-S", ran.said("end"));
    }

    @Test
    void an_unexpected_end_interrupts_the_body() {
        Ran ran = guest("sysrqIsNot").run();

        assertEquals("failed", ran.label());
        assertTrue(ran.why().startsWith("scheduler simple: ejected by SysRq: disabled by sysrq-S\n"), ran::why);
        long bodyNs = ran.sidecar().timesNs().getOrDefault("body", Long.MAX_VALUE);
        assertTrue(bodyNs < 15_000_000_000L, "the body went on for " + bodyNs + " ns");
    }

    @Test
    void an_expectation_that_is_not_met_fails() {
        Ran never = guest("expectsWhatDoesNotCome").run();
        Ran other = guest("expectsAnotherText").run();

        assertEquals("failed", never.label());
        assertTrue(
                never.why()
                        .startsWith(
                                "scheduler simple: stopped\n  expected: stalled (runnable task stall) with \"failed to run\" in the evidence"),
                never::why);
        assertEquals("failed", other.label());
        assertTrue(
                other.why()
                        .contains(
                                "\n  expected: ejected by the kernel (runtime error) with \"no such text\" in the evidence\n"),
                other::why);
    }

    @Test
    void a_rejection_can_be_expected_before_the_body_and_in_it() {
        Ran before = guest("rejectionIsExpected").run();
        Ran inside = guest("rejectionOfAnOpIsExpected").run();

        assertEquals("passed", before.label(), before::why);
        assertEquals("passed", inside.label(), inside::why);
        assertEquals("no", inside.said("attached"));
    }

    @Test
    void a_program_that_is_waited_for_ends_with_the_scheduler() {
        Ran ran = guest("runningProgramIsInterrupted").run();

        assertEquals("failed", ran.label());
        assertEquals(
                "scheduler misbehave: died: signal 6; its last words: \"attached\"",
                ran.why().lines().findFirst().orElse(""));
        assertEquals(1, ran.payloads().size());
    }
}
