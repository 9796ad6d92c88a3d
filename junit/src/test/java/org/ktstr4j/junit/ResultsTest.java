// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.ktstr4j.host.run.Finished;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ResultsTest {
    private static final Path RUN = Path.of("/runs/1/StealTest.fair");
    private static final String SEEN = "\nrun directory: /runs/1/StealTest.fair";

    @Test
    void passed_is_passed() {
        TestExecutionResult result = judged(AssertResult.pass().withNote("n"), null, false);

        assertEquals(TestExecutionResult.successful().getStatus(), result.getStatus());
        assertEquals(true, result.getThrowable().isEmpty());
    }

    @Test
    void failed_is_an_assertion_that_failed_with_details_notes_and_where_to_look() {
        AssertResult said = AssertResult.fail("p99 too high")
                .merge(AssertResult.fail("QEMU ended"))
                .withNote("slow host");

        TestExecutionResult result = judged(said, null, false);

        assertEquals(Status.FAILED, result.getStatus());
        AssertionFailedError error = thrown(AssertionFailedError.class, result);
        assertEquals("p99 too high\nQEMU ended\nnote: slow host" + SEEN, error.getMessage());
        assertFalse(error.isExpectedDefined());
        assertNull(error.getCause());
    }

    @Test
    void what_the_body_threw_keeps_its_stack_and_what_was_compared() {
        StackTraceElement[] stack = {
            new StackTraceElement("org.example.StealTest", "fair", "StealTest.java", 42),
            new StackTraceElement("org.ktstr4j.guest.Agent", "run", "Agent.java", 7)
        };
        Thrown thrown = new Thrown(
                "org.opentest4j.AssertionFailedError",
                "expected: <1> but was: <2>",
                List.of(stack),
                null,
                new Thrown.Comparison("1", "2"));

        AssertionFailedError error = thrown(
                AssertionFailedError.class, judged(AssertResult.fail("expected: <1> but was: <2>"), thrown, false));

        assertEquals("expected: <1> but was: <2>" + SEEN, error.getMessage());
        assertArrayEquals(stack, error.getStackTrace());
        assertEquals("1", error.getExpected().getStringRepresentation());
        assertEquals("2", error.getActual().getStringRepresentation());
    }

    @Test
    void causes_are_shown_by_their_own_names_and_stacks() {
        StackTraceElement at = new StackTraceElement("org.example.Disk", "read", "Disk.java", 3);
        Thrown root = new Thrown("java.io.EOFException", null, List.of(at), null, null);
        Thrown middle = new Thrown("org.example.DiskException", "disk 3", List.of(at), root, null);
        Thrown thrown = new Thrown("java.lang.IllegalStateException", "outer", List.of(at), middle, null);

        AssertionFailedError error = thrown(
                AssertionFailedError.class,
                judged(AssertResult.fail("java.lang.IllegalStateException: outer"), thrown, false));

        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        assertEquals("""
                org.opentest4j.AssertionFailedError: java.lang.IllegalStateException: outer
                run directory: /runs/1/StealTest.fair
                \tat org.example.Disk.read(Disk.java:3)
                Caused by: org.example.DiskException: disk 3
                \t... 1 more
                Caused by: java.io.EOFException
                \t... 1 more
                """, text.toString());
    }

    @Test
    void an_assertion_with_a_cause_keeps_both() {
        Thrown cause = new Thrown("java.io.EOFException", "end", List.of(), null, null);
        Thrown thrown = new Thrown("x", "m", List.of(), cause, new Thrown.Comparison("1", "2"));

        AssertionFailedError error = thrown(AssertionFailedError.class, judged(AssertResult.fail("m"), thrown, false));

        assertEquals("1", error.getExpected().getStringRepresentation());
        Throwable shown = error.getCause();
        assertNotNull(shown);
        assertEquals("java.io.EOFException: end", shown.toString());
    }

    @Test
    void inconclusive_aborts_unless_strictness_makes_it_fail() {
        AssertResult said = AssertResult.inconclusive("the log was full").withNote("n");
        String message = "inconclusive: the log was full\nnote: n" + SEEN;

        TestExecutionResult lenient = judged(said, null, false);
        TestExecutionResult strict = judged(said, null, true);

        assertEquals(Status.ABORTED, lenient.getStatus());
        assertEquals(message, thrown(TestAbortedException.class, lenient).getMessage());
        assertEquals(Status.FAILED, strict.getStatus());
        assertEquals(message, thrown(AssertionFailedError.class, strict).getMessage());
    }

    @Test
    void skipped_aborts_with_the_reason_however_strict() {
        for (boolean strict : new boolean[] {false, true}) {
            TestExecutionResult result = judged(AssertResult.skip("no sched_ext"), null, strict);

            assertEquals(Status.ABORTED, result.getStatus());
            assertEquals(
                    "no sched_ext", thrown(TestAbortedException.class, result).getMessage());
        }
    }

    @Test
    void what_could_not_run_fails_as_an_error_not_as_an_assertion() {
        TestExecutionResult result =
                Results.of(new Finished(new Verdict.CouldNotRun("boot", "QEMU ended"), null, RUN), false);

        assertEquals(Status.FAILED, result.getStatus());
        assertEquals(
                "boot: QEMU ended" + SEEN,
                thrown(CouldNotRunException.class, result).getMessage());
    }

    @Test
    void what_was_not_to_run_aborts() {
        TestExecutionResult result = Results.of(new Finished(new Verdict.NotRun("not selected"), null, RUN), true);

        assertEquals(Status.ABORTED, result.getStatus());
        assertEquals("not selected", thrown(TestAbortedException.class, result).getMessage());
    }

    private static TestExecutionResult judged(AssertResult said, @Nullable Thrown thrown, boolean strict) {
        return Results.of(new Finished(new Verdict.Judged(said), thrown, RUN), strict);
    }

    private static <T extends Throwable> T thrown(Class<T> type, TestExecutionResult result) {
        return assertInstanceOf(type, result.getThrowable().orElseThrow());
    }
}
