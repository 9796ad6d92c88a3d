// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ktstr4j.host.judge.Runs.BOOTED;
import static org.ktstr4j.host.judge.Runs.STARTED;
import static org.ktstr4j.host.judge.Runs.with;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ktstr4j.host.judge.Evidence.Kind;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

class JudgeTest {
    private static final String STILL_RAN =
            "the body still ran after 60 s of guest time and was stopped; raise timeoutS if it needs more";
    private static final LogRecord TIMEOUT = new LogRecord.TimedOut(60_000_000_000L);

    @Test
    void what_the_body_returned_is_the_verdict() {
        for (AssertResult said : List.of(
                AssertResult.pass().withNote("n").withStatistic("total_x", 1),
                AssertResult.fail("too slow"),
                AssertResult.inconclusive("slow host"),
                AssertResult.skip("no sched_ext"))) {
            assertEquals(new Verdict.Judged(said), Judge.judge(Runs.done(Runs.returned(said))));
        }
    }

    @Test
    void what_kt_could_not_set_up_is_told_as_kt_said_it() {
        LogRecord error = new LogRecord.GuestError("mount /proc: refused (EPERM)");

        assertEquals(
                new Verdict.CouldNotRun("set up the guest", "mount /proc: refused (EPERM)"),
                Judge.judge(Runs.done(with(BOOTED, error, new LogRecord.End("setup")))));
        assertEquals(
                new Verdict.CouldNotRun("set up the guest", "mount /proc: refused (EPERM)"),
                Judge.judge(Runs.ended(Kind.POWER_OFF, "E", null, List.of(error))));
    }

    @Test
    void an_agent_that_cannot_start_has_said_why() {
        assertEquals(
                new Verdict.CouldNotRun(
                        "boot",
                        "the guest ended without taking its order\nthe agent's last words:\n"
                                + "  Error: could not find libjava.so\n  Error: exiting"),
                Judge.judge(Runs.done(with(
                        List.of(new LogRecord.Hello("6.18.15", "0.1.0")),
                        Runs.error("Error: could not find lib"),
                        Runs.error("java.so\nError: exiting\n"),
                        new LogRecord.AgentExit(1, 0)))));
    }

    @Test
    void a_topology_that_is_not_the_declared_one_cannot_run() {
        List<LogRecord> records = with(
                BOOTED,
                new LogRecord.Taken(),
                new LogRecord.TopologySeen("1n2l4c2t", List.of("2 LLCs expected, 1 there", "CPU 8 is missing")),
                new LogRecord.AgentExit(0, 0));

        assertEquals(
                new Verdict.CouldNotRun(
                        "check the topology",
                        "the guest shows another one than was declared: 2 LLCs expected, 1 there; CPU 8 is missing"),
                Judge.judge(Runs.done(records)));
    }

    @Test
    void a_body_that_does_not_end_fails_and_shows_where_it_was() {
        String dump = """
                2026-11-22 01:02:03
                Full thread dump OpenJDK 64-Bit Server VM (25):

                "main" #1 [12] prio=5
                   java.lang.Thread.State: RUNNABLE
                \tat org.example.StealTest.spin(StealTest.java:9)

                "Reference Handler" #9
                   at nowhere
                """;
        List<LogRecord> records = with(
                STARTED,
                Runs.out("hello\n"),
                TIMEOUT,
                Runs.out(dump.substring(0, 50)),
                Runs.out(dump.substring(50)),
                new LogRecord.AgentExit(-1, 9),
                new LogRecord.End("timeout"));

        assertEquals(
                new Verdict.Judged(AssertResult.fail(STILL_RAN)
                        .withNote("where it was:\n\"main\" #1 [12] prio=5\n   java.lang.Thread.State: RUNNABLE\n"
                                + "\tat org.example.StealTest.spin(StealTest.java:9)")),
                Judge.judge(Runs.done(records)));
    }

    @Test
    void a_thread_dump_that_breaks_off_is_shown_as_far_as_it_goes() {
        List<LogRecord> records = with(STARTED, TIMEOUT, Runs.out("Full thread dump\n\n\"main\" #1\n\tat a.B.c("));

        assertEquals(
                new Verdict.Judged(AssertResult.fail(STILL_RAN).withNote("where it was:\n\"main\" #1\n\tat a.B.c(")),
                Judge.judge(Runs.done(records)));
    }

    @Test
    void a_body_that_does_not_end_and_gives_no_thread_dump_shows_what_it_printed_last() {
        assertEquals(
                new Verdict.Judged(AssertResult.fail(STILL_RAN).withNote("where it was:\nround 1\nround 2")),
                Judge.judge(Runs.done(with(STARTED, Runs.out("round 1\nround 2\n"), TIMEOUT))));
        assertEquals(new Verdict.Judged(AssertResult.fail(STILL_RAN)), Judge.judge(Runs.done(with(STARTED, TIMEOUT))));
    }

    @Test
    void a_limit_that_is_no_whole_number_of_seconds_is_shown_with_its_fraction() {
        assertEquals(
                new Verdict.Judged(AssertResult.fail(STILL_RAN.replace("60", "1.5"))),
                Judge.judge(Runs.done(with(STARTED, new LogRecord.TimedOut(1_500_000_000L)))));
    }

    @Test
    void a_result_that_came_just_before_the_limit_counts() {
        List<LogRecord> records = with(STARTED, new LogRecord.Result(AssertResult.pass(), null), TIMEOUT);

        assertEquals(new Verdict.Judged(AssertResult.pass()), Judge.judge(Runs.done(records)));
    }

    @Test
    void a_jvm_that_ends_without_a_result_fails_with_its_last_words() {
        assertEquals(
                new Verdict.Judged(
                        AssertResult.fail("the guest's JVM ended with exit code 3 before the body had a result")
                                .withNote("its last words:\n# Terminating due to java.lang.OutOfMemoryError")),
                Judge.judge(Runs.done(with(
                        STARTED,
                        Runs.error("# Terminating due to java.lang.OutOfMemoryError\n"),
                        new LogRecord.AgentExit(3, 0)))));
        assertEquals(
                new Verdict.Judged(AssertResult.fail("the guest's JVM was killed by signal 9 while the body ran")),
                Judge.judge(Runs.done(with(STARTED, new LogRecord.AgentExit(-1, 9)))));
    }

    @Test
    void of_what_was_printed_the_last_twenty_lines_are_shown() {
        String printed = IntStream.rangeClosed(1, 30).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        byte[] utf8 = (printed + " ü\n").getBytes(StandardCharsets.UTF_8);
        int inside = utf8.length - 2; // the ü has two bytes

        Verdict verdict = Judge.judge(Runs.done(with(
                STARTED,
                new LogRecord.Text(false, Arrays.copyOf(utf8, inside)),
                new LogRecord.Text(true, Arrays.copyOfRange(utf8, inside, utf8.length)),
                new LogRecord.AgentExit(1, 0))));

        assertEquals(
                new Verdict.Judged(
                        AssertResult.fail("the guest's JVM ended with exit code 1 before the body had a result")
                                .withNote("its last words:\n" + printed.substring(printed.indexOf("line 11")) + " ü")),
                verdict);
    }

    @Test
    void a_body_that_calls_system_exit_is_judged_by_what_the_agent_said_of_it() {
        AssertResult said = AssertResult.fail("the body ended the JVM by System.exit, at org.example.X.y(X.java:1)");

        assertEquals(
                new Verdict.Judged(said),
                Judge.judge(Runs.done(with(STARTED, new LogRecord.Result(said, null), new LogRecord.AgentExit(7, 0)))));
    }

    @Test
    void a_guest_that_is_done_without_a_word_of_the_body_is_inconclusive() {
        assertEquals(
                new Verdict.Judged(AssertResult.inconclusive("the guest ended without a result of the body")),
                Judge.judge(Runs.done(STARTED)));
    }
}
