// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ktstr4j.host.judge.Runs.BOOTED;
import static org.ktstr4j.host.judge.Runs.STARTED;
import static org.ktstr4j.host.judge.Runs.with;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ktstr4j.host.judge.Evidence.Kind;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;
import org.ktstr4j.verdict.Verdict;

/// Whose fault it is when a VM ends before its time.
class JudgeBlameTest {
    /// One end of a VM at each of the three times it can come.
    record End(Kind kind, String booting, Outcome outcome, String running, String returned) {}

    static List<End> ends() {
        return List.of(
                new End(Kind.PANIC, "E", Outcome.FAILED, "while the body ran, E", "after the body had returned, E"),
                new End(Kind.RESET, "E", Outcome.FAILED, "while the body ran, E", "after the body had returned, E"),
                new End(Kind.POWER_OFF, "E", Outcome.FAILED, "while the body ran, E", "after the body had returned, E"),
                new End(Kind.QEMU_DIED, "E", Outcome.FAILED, "while the body ran, E", "after the body had returned, E"),
                new End(
                        Kind.HANG,
                        "the guest did not take its order in time: E",
                        Outcome.FAILED,
                        "while the body ran, the guest stopped answering: E",
                        "after the body had returned, the guest stopped answering: E"),
                new End(
                        Kind.INTERRUPTED,
                        "the run was stopped: E",
                        Outcome.INCONCLUSIVE,
                        "while the body ran, the run was stopped: E",
                        "after the body had returned, the run was stopped: E"));
    }

    @Test
    void every_early_end_is_in_the_table() {
        assertEquals(
                List.of(Kind.values()).stream()
                        .filter(kind -> kind != Kind.DONE)
                        .sorted()
                        .toList(),
                ends().stream().map(End::kind).sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("ends")
    void before_the_order_is_taken_trouble_is_ours(End end) {
        Verdict verdict = Judge.judge(Runs.ended(end.kind, "E", null, BOOTED));

        assertEquals(new Verdict.CouldNotRun("boot", end.booting), verdict);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_guest_that_never_said_a_word_could_not_run_either(End end) {
        Verdict verdict = Judge.judge(Runs.ended(end.kind, "E", null, List.of()));

        assertEquals(new Verdict.CouldNotRun("boot", end.booting), verdict);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void once_the_order_is_taken_trouble_belongs_to_the_test(End end) {
        Verdict justTaken = Judge.judge(Runs.ended(end.kind, "E", null, with(BOOTED, new LogRecord.Taken())));
        Verdict running = Judge.judge(Runs.ended(end.kind, "E", null, STARTED));

        assertEquals(judged(end.outcome, end.running), running);
        assertEquals(running, justTaken);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void after_the_result_trouble_is_added_to_what_the_body_said(End end) {
        AssertResult said = AssertResult.fail("p99 too high").withStatistic("max_gap_ms", 7);

        Verdict passed = Judge.judge(Runs.ended(
                end.kind, "E", null, Runs.returned(AssertResult.pass().withNote("n"))));
        Verdict failed = Judge.judge(Runs.ended(end.kind, "E", null, Runs.returned(said)));

        AssertResult lost = result(end.outcome, end.returned);
        assertEquals(new Verdict.Judged(AssertResult.pass().withNote("n").merge(lost)), passed);
        assertEquals(new Verdict.Judged(said.merge(lost)), failed);
    }

    @Test
    void an_end_without_evidence_is_a_sentence_all_the_same() {
        assertEquals(
                judged(Outcome.FAILED, "while the body ran, the guest stopped answering"),
                Judge.judge(Runs.ended(Kind.HANG, "", null, STARTED)));
        assertEquals(
                judged(Outcome.FAILED, "while the body ran, the guest powered off"),
                Judge.judge(Runs.ended(Kind.POWER_OFF, "", null, STARTED)));
    }

    @Test
    void several_lines_of_evidence_follow_indented() {
        String panic = "BUG: unable to handle page fault\nRIP: 0010:scx_dispatch\nKernel panic - not syncing\n";

        assertEquals(
                judged(
                        Outcome.FAILED,
                        "while the body ran, E\n  BUG: unable to handle page fault\n"
                                + "  RIP: 0010:scx_dispatch\n  Kernel panic - not syncing"),
                Judge.judge(Runs.ended(Kind.PANIC, "E", panic, STARTED)));
        assertEquals(
                new Verdict.CouldNotRun("boot", "E\n  one"), Judge.judge(Runs.ended(Kind.PANIC, "E", "one", BOOTED)));
    }

    @Test
    void a_guest_that_ends_without_taking_its_order_could_not_run() {
        assertEquals(
                new Verdict.CouldNotRun("boot", "the guest ended without taking its order"),
                Judge.judge(Runs.done(BOOTED)));
    }

    private static Verdict judged(Outcome outcome, String message) {
        return new Verdict.Judged(result(outcome, message));
    }

    private static AssertResult result(Outcome outcome, String message) {
        return outcome == Outcome.FAILED ? AssertResult.fail(message) : AssertResult.inconclusive(message);
    }
}
