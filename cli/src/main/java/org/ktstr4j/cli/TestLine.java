// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.report.Sidecar;

/// What came of one test.
///
/// @param name as shown: class and method
/// @param label passed, failed, inconclusive, skipped, could not run
/// @param exitCode what this test alone would make the exit code
/// @param tookNs wall time
/// @param message why it did not pass, empty if it did
/// @param sidecar its result file, empty if it never came to a run directory
record TestLine(String name, String label, int exitCode, long tookNs, String message, Optional<Sidecar> sidecar) {
    static TestLine of(String name, long tookNs, Sidecar sidecar, boolean failed, @Nullable Throwable thrown) {
        int exitCode = sidecar.verdict().exitCode();
        return new TestLine(
                name,
                sidecar.verdict().label(),
                failed && exitCode == Main.INCONCLUSIVE ? Main.FAILED : exitCode, // --strict
                tookNs,
                thrown == null ? "" : String.valueOf(thrown.getMessage()),
                Optional.of(sidecar));
    }
}
