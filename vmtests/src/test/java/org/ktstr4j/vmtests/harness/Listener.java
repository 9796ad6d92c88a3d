// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/// Takes down what the engine tells of one test.
final class Listener implements TestExecutionListener {
    private @Nullable TestExecutionResult result;
    private @Nullable Path directory;
    private @Nullable VmProcesses processes;

    /// {@return the VM's processes, empty if it never came to a body}
    Optional<VmProcesses> processes() {
        return Optional.ofNullable(processes);
    }

    Ran ran(String out, String err) {
        TestExecutionResult ended = requireNonNull(result, "the fixture was not found");
        Throwable thrown = ended.getThrowable().orElse(null);
        if (directory == null) throw new AssertionError("there is no run directory: " + ended, thrown);
        return new Ran(ended.getStatus(), thrown, directory, out, err);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String run = entry.getKeyValuePairs().get("ktstr.run");
        if (run != null) directory = Path.of(run);
        // The guest runs and the host waits for this call, so both processes are there.
        if ("BODY".equals(entry.getKeyValuePairs().get("ktstr.stage"))) {
            processes = VmProcesses.below(ProcessHandle.current());
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult ended) {
        if (test.isTest() || ended.getThrowable().isPresent()) result = ended;
    }
}
