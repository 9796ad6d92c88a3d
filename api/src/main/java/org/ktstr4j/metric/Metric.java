// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.Objects;

/// One number that a payload reported.
///
/// @param name dotted path, such as `jobs.0.read.iops`; empty for a document that is just a number
/// @param value finite
/// @param polarity which direction is the good one; unknown without a hint
/// @param unit `ns`, `KiB/s`, `IO/s`; empty if not known. Values are kept in the unit of the payload
/// @param source the format that found it: `json`, `stress-ng`, or the name of the author's own
/// @param stream where its text was found
/// @param raw the text it was read from, as printed: the number in a JSON document, else the line; at most 200
/// characters; may be empty
public record Metric(
        String name, double value, Polarity polarity, String unit, String source, MetricStream stream, String raw) {
    private static final int RAW_LIMIT = 200;

    /// Refuses null and non-finite values, and cuts a long raw text.
    ///
    /// @throws IllegalArgumentException if the value is NaN or infinite; names the metric
    public Metric {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(polarity, "polarity");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(stream, "stream");
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "build metric \"" + name + "\": " + value + " is not a finite number; leave the metric out");
        }
        if (raw.length() > RAW_LIMIT) {
            raw = raw.substring(0, RAW_LIMIT - 1) + "…";
        }
    }

    /// {@return a metric that was computed, not found: no unit, polarity unknown, no raw text}
    ///
    /// @param name dotted path
    /// @param value finite
    /// @throws IllegalArgumentException if the value is NaN or infinite
    public static Metric of(String name, double value) {
        return new Metric(name, value, Polarity.unknown(), "", "computed", MetricStream.SYNTHESIZED, "");
    }

    /// {@return a copy with this unit}
    ///
    /// @param changed the unit of the value, empty if not known; the value stays as it is
    public Metric withUnit(String changed) {
        return new Metric(name, value, polarity, changed, source, stream, raw);
    }

    /// {@return a copy with this polarity}
    ///
    /// @param changed which direction is the good one
    public Metric withPolarity(Polarity changed) {
        return new Metric(name, value, changed, unit, source, stream, raw);
    }

    /// {@return a copy that says where it was found}
    ///
    /// @param format the name of the format that found it
    /// @param where the stream
    /// @param text the text it was read from
    public Metric withOrigin(String format, MetricStream where, String text) {
        return new Metric(name, value, polarity, unit, format, where, text);
    }

    /// {@return value and unit as people read them: `7400 ns`}
    public String display() {
        return Numbers.text(value, unit);
    }

    @Override
    public String toString() {
        return name + " = " + display();
    }
}
