// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.verdict.Outcome;

class JudgeSchedulerTest {
    private static final LogRecord START = new LogRecord.SchedulerStarted("simple", List.of("scx_simple"), 7);

    @Test
    void one_that_was_stopped_is_not_worth_a_word() {
        assertEquals(AssertResult.none(), findings(ended(SchedulerOutcome.STOPPED, "", null)));
    }

    @Test
    void an_end_fails_the_test_with_its_evidence_below_one_line() {
        AssertResult found = findings(new SchedulerEnd(
                "simple",
                SchedulerOutcome.STALLED,
                "runnable task stall: sh[7] failed to run for 5.032s",
                ExitKind.ERROR_STALL,
                "simple: sh[7] failed to run for 5.032s",
                "sh[7] triggered exit kind 1026:",
                "local=1\n\nDEBUG DUMP\n%s\n\ndumped\n\n%s\n\nEXIT: stall\n".formatted("=".repeat(80), "=".repeat(80)),
                -1,
                0,
                List.of(),
                Map.of(),
                null));

        assertEquals(Outcome.FAILED, found.outcome());
        assertEquals(DetailKind.SCHEDULER_DIED, found.details().getFirst().kind());
        assertEquals("""
                scheduler simple: stalled: runnable task stall: sh[7] failed to run for 5.032s
                  the kernel:
                    simple: sh[7] failed to run for 5.032s
                  its dump:
                    sh[7] triggered exit kind 1026 (runnable task stall):
                  its log:
                    local=1
                    EXIT: stall""", found.details().getFirst().message());
    }

    @Test
    void an_expected_end_is_a_note() {
        AssertResult found = findings(ended(
                SchedulerOutcome.EJECTED_BY_SYSRQ, "disabled by sysrq-S", Expectation.ejection(ExitKind.SYSRQ, "")));

        assertEquals(Outcome.SKIPPED, found.outcome());
        assertEquals(List.of("scheduler simple: ejected by SysRq: disabled by sysrq-S"), found.notes());
    }

    @Test
    void an_expectation_that_is_not_met_fails() {
        AssertResult found =
                findings(ended(SchedulerOutcome.STOPPED, "", Expectation.of(SchedulerOutcome.REJECTED, "loop")));

        assertEquals(Outcome.FAILED, found.outcome());
        assertEquals(
                "scheduler simple: stopped\n  expected: rejected by the verifier with \"loop\" in the evidence",
                found.details().getFirst().message());
    }

    @Test
    void a_guest_that_is_lost_says_which_scheduler_was_there() {
        LogRecord up =
                new LogRecord.SchedulerUp(new SchedulerAttached("simple", "simple", 7, 1, 1, List.of(), List.of()));

        assertEquals(
                List.of("scheduler simple was being started then"),
                SchedulerFindings.of(history(START), true).notes());
        assertEquals(
                List.of("scheduler simple was attached then"),
                SchedulerFindings.of(history(START, up), true).notes());
        assertEquals(
                List.of(),
                SchedulerFindings.of(
                                history(
                                        START,
                                        up,
                                        new LogRecord.SchedulerEnded(ended(SchedulerOutcome.STOPPED, "", null))),
                                true)
                        .notes());
    }

    private static AssertResult findings(SchedulerEnd end) {
        return SchedulerFindings.of(history(START, new LogRecord.SchedulerEnded(end)), false);
    }

    private static SchedulerEnd ended(SchedulerOutcome outcome, String what, @Nullable Expectation expected) {
        return new SchedulerEnd(
                "simple",
                outcome,
                what,
                expected == null ? null : expected.kind(),
                "",
                "",
                "",
                0,
                0,
                List.of(),
                Map.of(),
                expected);
    }

    private static History history(LogRecord... records) {
        return new History(
                List.of(records).stream()
                        .map(each -> new History.Entry(1, each))
                        .toList(),
                null);
    }
}
