// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

class TestProgressTest {
    private static final UniqueId ENGINE = UniqueId.forEngine("ktstr");
    private static final TestIdentifier TEST = TestIdentifier.from(
            new AbstractTestDescriptor(
                    ENGINE.append("method", "fair()"), "is fair", MethodSource.from("org.example.StealTest", "fair")) {
                @Override
                public Type getType() {
                    return Type.TEST;
                }
            });

    @TempDir
    private Path runs;

    private final Lines shown = new Lines();
    private final TestProgress progress = new TestProgress(new Screen(shown.stream(), false));

    @Test
    void the_verdict_comes_from_the_run_directory_and_the_reason_from_junit() throws Exception {
        TestLine line = finished(
                new Verdict.Judged(AssertResult.fail("too slow")),
                TestExecutionResult.failed(new AssertionError("too slow\nrun directory: /x")));

        assertEquals("StealTest.fair", line.name());
        assertEquals("failed", line.label());
        assertEquals(1, line.exitCode());
        assertEquals("too slow\nrun directory: /x", line.message());
        assertEquals("StealTest.fair", line.sidecar().orElseThrow().test().display());
    }

    @Test
    void the_first_place_in_the_tests_class_is_told() throws Exception {
        AssertionError thrown = new AssertionError("too slow\nrun directory: /x");
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.junit.jupiter.api.Assertions", "fail", "Assertions.java", 1),
            new StackTraceElement("org.example.StealTest$Inner", "look", "StealTest.java", 7),
            new StackTraceElement("org.example.StealTest", "fair", "StealTest.java", 9)
        });

        TestLine line = finished(new Verdict.Judged(AssertResult.fail("too slow")), TestExecutionResult.failed(thrown));

        assertEquals(
                "too slow\nat org.example.StealTest$Inner.look(StealTest.java:7)\nrun directory: /x", line.message());
    }

    @Test
    void a_test_that_passed_needs_no_reason() throws Exception {
        TestLine line = finished(new Verdict.Judged(AssertResult.pass()), TestExecutionResult.successful());

        assertEquals("passed", line.label());
        assertEquals(0, line.exitCode());
        assertEquals("", line.message());
    }

    @Test
    void what_is_inconclusive_exits_with_2_unless_it_was_made_to_fail() throws Exception {
        Verdict verdict = new Verdict.Judged(AssertResult.inconclusive("log full"));
        Throwable why = new IllegalStateException("inconclusive: log full");

        TestLine lenient = finished(verdict, TestExecutionResult.aborted(why));
        TestLine strict = finished(verdict, TestExecutionResult.failed(why));

        assertEquals("inconclusive", lenient.label());
        assertEquals(2, lenient.exitCode());
        assertEquals("inconclusive", strict.label());
        assertEquals(1, strict.exitCode());
    }

    @Test
    void what_could_not_run_stays_so_however_strict() throws Exception {
        TestLine line = finished(
                new Verdict.CouldNotRun("boot", "QEMU ended"),
                TestExecutionResult.failed(new IllegalStateException("boot: QEMU ended")));

        assertEquals(69, line.exitCode());
    }

    @Test
    void an_engine_that_fails_is_a_line_of_its_own() {
        TestIdentifier engine = TestIdentifier.from(new EngineDescriptor(ENGINE, "ktstr4j"));

        progress.executionFinished(engine, TestExecutionResult.successful());
        progress.executionFinished(engine, TestExecutionResult.failed(new IllegalStateException("setting x: no")));

        assertEquals(
                List.of(new TestLine("ktstr4j", "could not run", 69, 0, "setting x: no", Optional.empty())),
                progress.lines());
    }

    @Test
    void without_a_live_line_only_downloads_are_told() {
        progress.reportingEntryPublished(TEST, stage("PLAN", "planning"));
        progress.reportingEntryPublished(TEST, stage("KERNEL", "downloading 12 MiB"));
        progress.reportingEntryPublished(TEST, stage("IMAGE", "preparing the guest's image"));
        progress.reportingEntryPublished(TEST, stage("BOOT", "booting"));

        assertEquals("  … downloading 12 MiB\n", shown.text());
    }

    private TestLine finished(Verdict verdict, TestExecutionResult result) throws Exception {
        Path run = Lines.record(runs, Lines.sidecar("fair", verdict));
        progress.executionStarted(TEST);
        progress.reportingEntryPublished(TEST, ReportEntry.from("ktstr.run", run.toString()));
        progress.executionFinished(TEST, result);
        return progress.lines().getLast();
    }

    private static ReportEntry stage(String stage, String what) {
        return ReportEntry.from(Map.of("ktstr.stage", stage, "ktstr.what", what));
    }
}
