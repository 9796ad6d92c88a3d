// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.plan.TestId;

/// Turns JUnit's events into lines of the screen, and keeps what came of each test.
final class TestProgress implements TestExecutionListener {
    private final Screen screen;
    private final List<TestLine> lines = new ArrayList<>();
    private final Map<String, Path> runs = new HashMap<>();
    private long startedNs;
    private String series = "";

    TestProgress(Screen screen) {
        this.screen = screen;
    }

    List<TestLine> lines() {
        return lines;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (!test.isTest()) return;
        startedNs = System.nanoTime();
        series = "";
        screen.doing(name(test));
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String run = entry.getKeyValuePairs().get("ktstr.run");
        if (run != null) runs.put(test.getUniqueId(), Path.of(run));
        series = entry.getKeyValuePairs().getOrDefault("ktstr.series", series);
        String stage = entry.getKeyValuePairs().get("ktstr.stage");
        if (stage == null) return;
        String what = entry.getKeyValuePairs().getOrDefault("ktstr.what", "");
        // Without a live line, what depends on somebody else's machine is worth a line of its own.
        if (!screen.terminal() && stage.equals("KERNEL")) screen.line("  … " + what);
        else screen.doing(name(test) + ": " + what);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(new TestLine(name(test), "skipped", 0, 0, reason, Optional.empty()));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest()) {
            result.getThrowable()
                    .ifPresent(thrown -> add(new TestLine(
                            name(test),
                            "could not run",
                            Main.COULD_NOT_RUN,
                            0,
                            String.valueOf(thrown.getMessage()),
                            Optional.empty())));
            return;
        }
        long tookNs = System.nanoTime() - startedNs;
        Path run = runs.get(test.getUniqueId());
        @Nullable Throwable thrown = result.getThrowable().orElse(null);
        add(
                run != null
                        ? TestLine.of(
                                        name(test),
                                        tookNs,
                                        Sidecar.read(run),
                                        result.getStatus() == Status.FAILED,
                                        thrown)
                                .withSeries(thrown == null ? series : "")
                                .withScenes(run)
                        : new TestLine(
                                name(test),
                                "could not run",
                                Main.COULD_NOT_RUN,
                                tookNs,
                                thrown == null ? "" : String.valueOf(thrown.getMessage()),
                                Optional.empty()));
    }

    private void add(TestLine line) {
        lines.add(line);
        screen.doing(null);
        screen.line(Summary.line(screen, line));
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(source -> new TestId(source.getClassName(), source.getMethodName()).display())
                .orElse(test.getDisplayName());
    }
}
