// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.report.SceneTable;
import org.ktstr4j.host.report.Sidecar;

/// What came of one test.
///
/// @param name as shown: class and method
/// @param label passed, failed, inconclusive, skipped, could not run
/// @param exitCode what this test alone would make the exit code
/// @param tookNs wall time
/// @param message why it did not pass, or what its runs came to; empty if there is nothing to say
/// @param sidecar its result file, empty if it never came to a run directory
/// @param scenes what its scenarios were, in lines
record TestLine(
        String name,
        String label,
        int exitCode,
        long tookNs,
        String message,
        Optional<Sidecar> sidecar,
        List<String> scenes) {
    /// A test without scenarios.
    TestLine(String name, String label, int exitCode, long tookNs, String message, Optional<Sidecar> sidecar) {
        this(name, label, exitCode, tookNs, message, sidecar, List.of());
    }

    static TestLine of(String name, long tookNs, Sidecar sidecar, boolean failed, @Nullable Throwable thrown) {
        int exitCode = sidecar.verdict().exitCode();
        return new TestLine(
                name,
                sidecar.verdict().label(),
                failed && exitCode == Main.INCONCLUSIVE ? Main.FAILED : exitCode, // --strict
                tookNs,
                thrown == null ? "" : message(thrown, sidecar.test().className()),
                Optional.of(sidecar));
    }

    /// {@return the same, with what is to be said of its runs}
    TestLine withSeries(String series) {
        return series.isEmpty() ? this : new TestLine(name, label, exitCode, tookNs, series, sidecar, scenes);
    }

    /// {@return the same, with what its scenarios were}
    ///
    /// @param directory of its run
    TestLine withScenes(Path directory) {
        return new TestLine(name, label, exitCode, tookNs, message, sidecar, SceneTable.of(directory));
    }

    /// With the place in the test's class, which a developer wants first.
    private static String message(Throwable thrown, String testClass) {
        String message = String.valueOf(thrown.getMessage());
        for (StackTraceElement frame : thrown.getStackTrace()) {
            boolean inTest = frame.getClassName().equals(testClass)
                    || frame.getClassName().startsWith(testClass + "$");
            if (!inTest) continue;
            String at = "at %s.%s(%s:%d)"
                    .formatted(frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
            int directory = message.lastIndexOf("\nrun directory: ");
            return directory < 0
                    ? message + "\n" + at
                    : message.substring(0, directory) + "\n" + at + message.substring(directory);
        }
        return message;
    }
}
