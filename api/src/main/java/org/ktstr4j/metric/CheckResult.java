// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.Objects;
import org.ktstr4j.verdict.Outcome;

/// What became of one check.
///
/// @param check the check
/// @param outcome passed, failed or inconclusive; skipped if it was not evaluated because an exit code was wrong
/// @param message what was found; empty if the check passed
public record CheckResult(MetricCheck check, Outcome outcome, String message) {
    /// Refuses null.
    public CheckResult {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(message, "message");
    }
}
