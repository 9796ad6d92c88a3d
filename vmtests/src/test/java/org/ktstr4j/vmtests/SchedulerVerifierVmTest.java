// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.scheduler.VerifierLog;
import org.ktstr4j.vmtests.fixture.Misbehaving;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// What the verifier's log comes to. On one kernel: a log of a million instructions takes a minute to make.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class SchedulerVerifierVmTest {
    @Test
    void the_log_of_a_loop_that_is_too_long_is_collapsed() {
        Ran ran = Guest.of(Misbehaving.class, "isTooLongForTheVerifier").run();

        assertEquals("failed", ran.label(), ran::why);
        assertEquals(SchedulerOutcome.REJECTED, end(ran).outcome(), ran::why);
        assertTrue(
                ran.why()
                        .startsWith("scheduler misbehave: rejected by the verifier: program endless_enqueue:"
                                + " BPF program is too large. Processed 1000001 insn"),
                ran::why);
        assertTrue(ran.why().contains(" times these 2 lines:"), ran::why);
        assertTrue(ran.why().lines().count() < 100, ran::why);
    }

    @Test
    void its_figures_are_recorded() {
        Ran ran = Guest.of(Misbehaving.class, "tellsOfItsVerification").run();

        assertEquals("passed", ran.label(), ran::why);
        VerifierLog.Figures figures = end(ran).verifier().stream()
                .filter(each -> each.program().equals("misbehave_enqueue"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(end(ran).log()));
        assertEquals(
                figures.processedInsns(),
                ran.sidecar().schedulers().getFirst().programs().stream()
                        .filter(each -> each.name().equals("misbehave_enqueue"))
                        .findFirst()
                        .orElseThrow()
                        .verifiedInsns());
        assertTrue(figures.totalStates() >= figures.peakStates() && figures.peakStates() > 0, figures::toString);
        assertEquals(end(ran).verifier(), ran.sidecar().schedulers().getFirst().verifier());
    }

    private static SchedulerEnd end(Ran ran) {
        return ran.history()
                .last(LogRecord.SchedulerEnded.class)
                .orElseThrow(() -> new AssertionError(ran.why()))
                .end();
    }
}
