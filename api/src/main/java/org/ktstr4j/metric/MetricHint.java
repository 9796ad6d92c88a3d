// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What an author knows about a metric that the output does not say. A hint creates no metric and changes no
/// value.
///
/// @param name the exact name of the metric
/// @param polarity which direction is the good one
/// @param unit the unit of the value; empty if there is none
public record MetricHint(String name, Polarity polarity, String unit) {
    /// Refuses null.
    public MetricHint {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(polarity, "polarity");
        Objects.requireNonNull(unit, "unit");
    }

    /// {@return a hint for a metric of which more is better}
    ///
    /// @param name the exact name of the metric
    /// @param unit the unit of the value; empty if there is none
    public static MetricHint higher(String name, String unit) {
        return new MetricHint(name, Polarity.higherBetter(), unit);
    }

    /// {@return a hint for a metric of which less is better}
    ///
    /// @param name the exact name of the metric
    /// @param unit the unit of the value; empty if there is none
    public static MetricHint lower(String name, String unit) {
        return new MetricHint(name, Polarity.lowerBetter(), unit);
    }

    /// {@return a hint for a metric that should come near to a value}
    ///
    /// @param name the exact name of the metric
    /// @param target the value, in that unit
    /// @param unit the unit of the value; empty if there is none
    /// @throws IllegalArgumentException if the target is NaN or infinite
    public static MetricHint target(String name, double target, String unit) {
        return new MetricHint(name, Polarity.targetValue(target), unit);
    }

    /// {@return a hint that only names the unit}
    ///
    /// @param name the exact name of the metric
    /// @param unit the unit of the value
    public static MetricHint unit(String name, String unit) {
        return new MetricHint(name, Polarity.unknown(), unit);
    }

    /// {@return the metrics, in the same order, with polarity and unit of the hint of the same name}
    ///
    /// Of several hints for one name the last one counts; every metric of that name gets it.
    ///
    /// @param hints in order; may be empty
    /// @param metrics what extraction found
    public static List<Metric> apply(List<MetricHint> hints, List<Metric> metrics) {
        if (hints.isEmpty() || metrics.isEmpty()) {
            return metrics;
        }
        Map<String, MetricHint> byName = new HashMap<>();
        for (MetricHint hint : hints) {
            byName.put(hint.name, hint);
        }
        List<Metric> hinted = new ArrayList<>(metrics.size());
        for (Metric metric : metrics) {
            MetricHint hint = byName.get(metric.name());
            hinted.add(
                    hint == null ? metric : metric.withPolarity(hint.polarity).withUnit(hint.unit));
        }
        return hinted;
    }
}
