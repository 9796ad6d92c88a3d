// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;
import static org.junit.platform.engine.TestExecutionResult.Status.SUCCESSFUL;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.vmtests.fixture.BadConstructor;
import org.ktstr4j.vmtests.fixture.BadInitializer;
import org.ktstr4j.vmtests.fixture.Outcomes;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;
import org.ktstr4j.vmtests.harness.Source;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// Every way in which a body can end, and what becomes of it on the host.
@RequiresVm
class OutcomeVmTest {
    @Test
    void a_void_body_passes_and_all_its_text_arrives_in_order() {
        Ran ran = run("printsALot");

        List<String> expected = Stream.of(
                        Stream.of(Outcomes.NOT_ASCII),
                        IntStream.range(0, Outcomes.LINES).mapToObj(Outcomes::line),
                        Stream.of("no newline at the end"))
                .flatMap(each -> each)
                .toList();
        assertEquals(SUCCESSFUL, ran.status());
        assertEquals("passed", ran.label());
        // not assertLinesMatch: a difference would be a message of 6 MB
        assertArrayEquals(expected.toArray(), ran.out().lines().toArray());
        assertTrue(ran.out().endsWith("end"));
        assertEquals("error: " + Outcomes.NOT_ASCII + "\n", ran.err());
        assertEquals("done", ran.sidecar().ending());
    }

    @Test
    void a_passed_result_keeps_notes_and_statistics() {
        Ran ran = run("passes");

        assertEquals(SUCCESSFUL, ran.status());
        assertEquals("passed", ran.label());
        assertEquals(List.of("looked twice"), ran.judged().notes());
        assertEquals(Map.of("max_gap_ms", 1.5), ran.judged().statistics());
    }

    @Test
    void a_failed_result_fails_with_all_its_findings() {
        Ran ran = run("fails");

        assertEquals(FAILED, ran.status());
        assertEquals("failed", ran.label());
        assertInstanceOf(AssertionFailedError.class, ran.failure());
        assertEquals("""
                share of "a": expected ≤ 60 %, was 93 %
                worker 2 of "b": no CPU time for 1.2 s
                note: two groups on one CPU""", ran.message());
    }

    @Test
    void an_inconclusive_result_aborts() {
        Ran ran = run("cannotTell");

        assertEquals(ABORTED, ran.status());
        assertEquals("inconclusive", ran.label());
        assertInstanceOf(TestAbortedException.class, ran.failure());
        assertEquals("inconclusive: 2 samples of 100 needed", ran.message());
    }

    @Test
    void a_skipped_result_aborts() {
        Ran ran = run("skips");

        assertEquals(ABORTED, ran.status());
        assertEquals("skipped", ran.label());
        assertEquals("needs a hybrid CPU", ran.message());
    }

    @Test
    void a_failed_assertion_keeps_both_values_and_its_stack() {
        Ran ran = run("assertionFails");

        assertEquals("failed", ran.label());
        AssertionFailedError failure = assertInstanceOf(AssertionFailedError.class, ran.failure());
        assertEquals("compared in the guest ==> expected: <größer> but was: <kleiner>", ran.message());
        assertEquals("größer", failure.getExpected().getStringRepresentation());
        assertEquals("kleiner", failure.getActual().getStringRepresentation());
        assertThrownAt(failure, "assertionFails", "\"compared in the guest\"");
        assertEquals("org.junit.jupiter.api.Assertions", failure.getStackTrace()[0].getClassName());
    }

    @Test
    void an_exception_keeps_its_cause_and_both_stacks() {
        Ran ran = run("throwsWithCause");

        assertEquals("failed", ran.label());
        assertEquals(
                "java.lang.IllegalStateException: no scheduler,"
                        + " caused by java.lang.IllegalArgumentException: slice of -1 ns",
                ran.message());
        assertThrownAt(ran.failure(), "throwsWithCause", "\"no scheduler\"");
        Throwable cause = ran.failure().getCause();
        assertEquals("java.lang.IllegalArgumentException: slice of -1 ns", String.valueOf(cause));
        assertThrownAt(assertInstanceOf(Throwable.class, cause), "throwsWithCause", "\"slice of -1 ns\"");
    }

    @Test
    void a_failed_assumption_skips() {
        Ran ran = run("assumptionFails");

        assertEquals(ABORTED, ran.status());
        assertEquals("skipped", ran.label());
        assertEquals("Assumption failed: one CPU only", ran.message());
    }

    @Test
    void system_exit_fails_and_names_the_line() {
        Ran ran = run("exits");

        assertEquals("failed", ran.label());
        assertEquals(
                "the body ended the JVM by System.exit, at org.ktstr4j.vmtests.fixture.Outcomes.exits(Outcomes.java:%d);"
                                .formatted(Source.line(Outcomes.class, "System.exit(3)"))
                        + " return a result or throw instead",
                ran.message());
        assertEquals("before the exit\n", ran.out());
    }

    @Test
    void an_endless_loop_is_stopped_at_the_limit_and_says_where_it_was() {
        // simulated, so that the limit is the same number of instructions on any host
        Ran ran = Guest.of(Outcomes.class, "neverEnds")
                .with(Settings.ACCEL, "sim")
                .run();

        assertEquals("failed", ran.label());
        assertEquals(
                "the body still ran after 2 s of guest time and was stopped; raise timeoutS if it needs more",
                ran.why());
        String note = ran.judged().notes().getFirst();
        assertTrue(note.startsWith("where it was:\n\"main\" "), note);
        String frame = "at org.ktstr4j.vmtests.fixture.Outcomes.neverEnds(Outcomes.java:%d)"
                .formatted(Source.line(Outcomes.class, "\"into the loop\"") + 1);
        assertTrue(note.contains(frame), note);
        assertEquals("into the loop\n", ran.out());
    }

    @Test
    void a_full_heap_fails() {
        Ran ran = run("runsOutOfMemory");

        assertEquals("failed", ran.label());
        assertEquals("java.lang.OutOfMemoryError: Java heap space", ran.message());
    }

    @Test
    void an_overflowing_stack_fails() {
        Ran ran = run("overflowsItsStack");

        assertEquals("failed", ran.label());
        assertEquals("java.lang.StackOverflowError", ran.message());
        assertThrownAt(ran.failure(), "depth", "depth(n + 1)");
    }

    @Test
    void an_initializer_that_throws_fails() {
        Ran ran = Guest.of(BadInitializer.class, "isNeverReached").run();

        assertEquals("failed", ran.label());
        assertEquals(
                "java.lang.ExceptionInInitializerError,"
                        + " caused by java.lang.NumberFormatException: For input string: \"many\"",
                ran.message());
        assertEquals("", ran.out());
    }

    @Test
    void a_constructor_that_throws_fails() {
        Ran ran = Guest.of(BadConstructor.class, "isNeverReached").run();

        assertEquals("failed", ran.label());
        assertEquals("java.lang.UnsupportedOperationException: not today", ran.message());
        assertEquals("", ran.out());
    }

    private static Ran run(String method) {
        return Guest.of(Outcomes.class, method).run();
    }

    private static void assertThrownAt(Throwable thrown, String method, String text) {
        StackTraceElement frame = Stream.of(thrown.getStackTrace())
                .filter(each -> each.getClassName().equals(Outcomes.class.getName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no frame of the fixture", thrown));
        assertEquals(method, frame.getMethodName());
        assertEquals("Outcomes.java", frame.getFileName());
        assertEquals(Source.line(Outcomes.class, text), frame.getLineNumber());
    }
}
