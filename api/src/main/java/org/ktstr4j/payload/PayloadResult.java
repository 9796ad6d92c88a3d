// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.Objects;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.verdict.AssertResult;

/// What one finished invocation gives to the body.
///
/// @param verdict what the checks came to; passed if there was none
/// @param metrics what the program reported, and how it ended
public record PayloadResult(AssertResult verdict, PayloadMetrics metrics) {
    /// Refuses null.
    public PayloadResult {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(metrics, "metrics");
    }
}
