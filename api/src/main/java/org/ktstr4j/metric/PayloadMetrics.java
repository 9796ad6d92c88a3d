// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What one finished invocation of a payload reported.
///
/// @param index number of the invocation, counted from 0 in the guest in the order in which they ended
/// @param exitCode the program's own exit code, 0 to 255; -1 if it died by a signal, by our kill for example
/// @param signal the signal it died by, 1 to 64; empty if it ended by itself
/// @param metrics in the order of the output; a name may occur more than once; may be empty
/// @param notices what was lost on the way, one sentence each: dropped values, cut output; mostly empty
public record PayloadMetrics(int index, int exitCode, OptionalInt signal, List<Metric> metrics, List<String> notices) {
    /// Copies the lists.
    public PayloadMetrics {
        metrics = List.copyOf(metrics);
        notices = List.copyOf(notices);
    }

    /// {@return the metrics of a program that ended by itself}
    ///
    /// @param index number of the invocation
    /// @param exitCode 0 to 255
    /// @param metrics in the order of the output
    public static PayloadMetrics exited(int index, int exitCode, List<Metric> metrics) {
        return new PayloadMetrics(index, exitCode, OptionalInt.empty(), metrics, List.of());
    }

    /// {@return the first metric of exactly this name; empty if there is none}
    ///
    /// @param name dotted path, such as `jobs.0.read.iops`
    public Optional<Metric> get(String name) {
        for (Metric metric : metrics) {
            if (metric.name().equals(name)) {
                return Optional.of(metric);
            }
        }
        return Optional.empty();
    }

    /// {@return the value of the first metric of this name}
    ///
    /// @param name dotted path
    /// @throws IllegalArgumentException if there is none; says how many there are
    public double value(String name) {
        Optional<Metric> metric = get(name);
        if (metric.isEmpty()) {
            throw new IllegalArgumentException("read metric \"" + name + "\": it is not among the " + metrics.size()
                    + " metrics of the output; get() returns an Optional");
        }
        return metric.get().value();
    }

    /// {@return this as one line of JSON}
    ///
    /// A metric has `name`, `value`, `source` and `stream`; `polarity` unless unknown, `unit` unless empty, and
    /// `raw` unless it is the number as {@link Metric#display} writes it.
    public String toJson() {
        return MetricJson.write(this);
    }

    /// {@return the metrics that {@link #toJson} wrote; members that this version does not know are ignored}
    ///
    /// @param json one JSON object
    /// @throws IllegalArgumentException if it is not such an object; says what is wrong and where
    public static PayloadMetrics fromJson(String json) {
        return MetricJson.read(json);
    }
}
