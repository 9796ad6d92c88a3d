// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.Objects;

/// A limit for a metric.
///
/// @param value finite
/// @param unit the unit of the value; empty: the unit of the metric, whatever it is. A metric in another unit of
///     the same kind (ns and ms, KiB/s and MB/s) is converted before it is compared
public record Bound(double value, String unit) {
    /// Refuses a limit that no number can be compared with.
    ///
    /// @throws IllegalArgumentException if the value is NaN or infinite
    public Bound {
        Objects.requireNonNull(unit, "unit");
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "build bound: " + value + " is not a finite number; give a finite bound");
        }
    }

    /// {@return the bound in the unit of the metric; NaN if the units are not of one kind}
    double in(String metricUnit) {
        return unit.isEmpty() ? value : value * Unit.factor(unit, metricUnit);
    }

    /// {@return the bound as text, with its own unit or else the metric's}
    String text(String metricUnit) {
        return Numbers.text(value, unit.isEmpty() ? metricUnit : unit);
    }
}
