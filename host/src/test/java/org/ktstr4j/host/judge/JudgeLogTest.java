// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ktstr4j.host.judge.Runs.BOOTED;
import static org.ktstr4j.host.judge.Runs.STARTED;
import static org.ktstr4j.host.judge.Runs.with;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

/// What a log that is not whole does to the verdict.
class JudgeLogTest {
    private static final List<LogRecord> PASSED = Runs.returned(AssertResult.pass());
    private static final List<LogRecord> FAILED = Runs.returned(AssertResult.fail("too slow"));

    @Test
    void a_full_log_leaves_a_passed_test_inconclusive_and_a_failed_one_failed() {
        String full = "the log was full: 3 records with 1234 bytes are missing; write less, or to files of the guest";

        assertJudged(AssertResult.pass().merge(AssertResult.inconclusive(full)), Runs.dropped(3, 1234, PASSED));
        assertJudged(
                AssertResult.fail("too slow").merge(AssertResult.inconclusive(full)), Runs.dropped(3, 1234, FAILED));
    }

    @Test
    void counters_that_a_guest_scribbled_over_count_as_a_full_log() {
        assertJudged(
                AssertResult.pass()
                        .merge(AssertResult.inconclusive("the log was full: 18446744073709551615 records with"
                                + " 18446744073709551615 bytes are missing; write less, or to files of the guest")),
                Runs.dropped(-1, -1, PASSED));
    }

    @Test
    void a_damaged_log_is_inconclusive_and_says_where() {
        String damage = "log damaged at byte 32: frame 7 where 1 was due";

        assertJudged(AssertResult.pass().merge(AssertResult.inconclusive(damage)), Runs.damaged(damage, PASSED));
        assertJudged(
                AssertResult.inconclusive("the guest ended without a result of the body")
                        .merge(AssertResult.inconclusive(damage)),
                Runs.damaged(damage, STARTED));
    }

    @Test
    void a_log_damaged_before_the_order_was_taken_says_so() {
        assertEquals(
                new Verdict.CouldNotRun(
                        "boot",
                        "the guest ended without taking its order\nlog damaged at byte 0: frame 7 where 0 was due"),
                Judge.judge(Runs.damaged("log damaged at byte 0: frame 7 where 0 was due", List.of())));
    }

    @Test
    void each_record_that_cannot_be_read_makes_it_inconclusive() {
        List<LogRecord> records = new ArrayList<>(PASSED);
        records.add(5, new LogRecord.Unread("PAYLOAD: read payload record: no"));
        records.add(6, new LogRecord.Unread("type 99: not known to this version"));

        assertJudged(
                AssertResult.pass()
                        .merge(AssertResult.inconclusive(
                                "a record could not be read: PAYLOAD: read payload record: no"))
                        .merge(AssertResult.inconclusive(
                                "a record could not be read: type 99: not known to this version")),
                Runs.done(records));
    }

    @Test
    void what_kt_could_not_do_once_the_order_was_taken_does_not_take_the_blame_from_the_test() {
        LogRecord error = new LogRecord.GuestError("run kt exec: it ended: {\"signal\":9}");
        AssertResult ours =
                AssertResult.inconclusive("kt could not do its part: run kt exec: it ended: {\"signal\":9}");

        assertJudged(
                AssertResult.fail("the guest's JVM was killed by signal 9 while the body ran")
                        .merge(ours),
                Runs.done(with(STARTED, error, new LogRecord.AgentExit(-1, 9))));
        assertJudged(
                AssertResult.fail("the body still ran after 2 s of guest time and was stopped;"
                                + " raise timeoutS if it needs more")
                        .merge(ours),
                Runs.done(with(STARTED, new LogRecord.TimedOut(2_000_000_000L), error)));
        assertJudged(AssertResult.fail("too slow").merge(ours), Runs.done(with(FAILED, error)));
        assertJudged(AssertResult.pass().merge(ours), Runs.done(with(PASSED, error)));
    }

    @Test
    void notes_and_an_early_end_of_the_log_change_nothing() {
        List<LogRecord> records = with(BOOTED, new LogRecord.Note("no cpuset controller"));
        records.addAll(PASSED.subList(BOOTED.size(), PASSED.size() - 2));

        assertJudged(AssertResult.pass(), Runs.done(records));
    }

    private static void assertJudged(AssertResult expected, Evidence evidence) {
        assertEquals(new Verdict.Judged(expected), Judge.judge(evidence));
    }
}
