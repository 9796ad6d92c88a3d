// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.util.List;
import org.ktstr4j.metric.Metric;

/// What was found in a capture.
///
/// @param metrics in the order of the output; may be empty
/// @param notices what was found but had to be left out, one sentence each; mostly empty
public record Extraction(List<Metric> metrics, List<String> notices) {
    /// Copies the lists.
    public Extraction {
        metrics = List.copyOf(metrics);
        notices = List.copyOf(notices);
    }

    /// {@return nothing found, nothing lost}
    public static Extraction none() {
        return new Extraction(List.of(), List.of());
    }

    /// {@return these metrics, nothing lost}
    ///
    /// @param metrics in the order of the output
    public static Extraction of(List<Metric> metrics) {
        return new Extraction(metrics, List.of());
    }
}
