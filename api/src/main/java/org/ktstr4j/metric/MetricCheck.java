// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.Objects;

/// A requirement on what one invocation of a payload reported. A value: it is evaluated by {@link Evaluation#of}.
///
/// Bounds belong to the allowed range. A metric that is not in the output fails its check, unless the author says
/// {@link OfMetric#orInconclusive}.
public sealed interface MetricCheck {
    /// {@return what this check says of these metrics; pure}
    ///
    /// @param metrics what the invocation reported
    /// @param stderrTail the end of its standard error, quoted when an exit code is wrong; blank to quote nothing
    CheckResult judge(PayloadMetrics metrics, String stderrTail);

    /// {@return this check as one JSON object:
    /// `{"kind":"min","metric":"iops","lo":100.0,"unit":"","inconclusiveIfMissing":false}`}
    default String toJson() {
        return MetricCheckJson.write(this);
    }

    /// {@return the check that {@link #toJson} wrote}
    ///
    /// @param json one JSON object
    /// @throws IllegalArgumentException if it is not a check; says what is wrong and where
    static MetricCheck fromJson(String json) {
        return MetricCheckJson.read(json);
    }

    /// {@return a check that the metric is at least `lo`}
    ///
    /// @param metric exact name
    /// @param lo smallest allowed value, in the unit of the metric
    /// @throws IllegalArgumentException if `lo` is NaN or infinite
    static OfMetric min(String metric, double lo) {
        return min(metric, lo, "");
    }

    /// {@return a check that the metric is at least `lo`}
    ///
    /// @param metric exact name
    /// @param lo smallest allowed value
    /// @param unit the unit of `lo`; a metric in another unit of the same kind is converted
    /// @throws IllegalArgumentException if `lo` is NaN or infinite
    static OfMetric min(String metric, double lo, String unit) {
        return new Min(metric, new Bound(lo, unit), false);
    }

    /// {@return a check that the metric is at most `hi`}
    ///
    /// @param metric exact name
    /// @param hi largest allowed value, in the unit of the metric
    /// @throws IllegalArgumentException if `hi` is NaN or infinite
    static OfMetric max(String metric, double hi) {
        return max(metric, hi, "");
    }

    /// {@return a check that the metric is at most `hi`}
    ///
    /// @param metric exact name
    /// @param hi largest allowed value
    /// @param unit the unit of `hi`; a metric in another unit of the same kind is converted
    /// @throws IllegalArgumentException if `hi` is NaN or infinite
    static OfMetric max(String metric, double hi, String unit) {
        return new Max(metric, new Bound(hi, unit), false);
    }

    /// {@return a check that the metric is at least `lo` and at most `hi`}
    ///
    /// @param metric exact name
    /// @param lo smallest allowed value, in the unit of the metric
    /// @param hi largest allowed value, not below `lo`
    /// @throws IllegalArgumentException if `lo` is above `hi`, or one of them is NaN or infinite
    static OfMetric range(String metric, double lo, double hi) {
        return range(metric, lo, hi, "");
    }

    /// {@return a check that the metric is at least `lo` and at most `hi`}
    ///
    /// @param metric exact name
    /// @param lo smallest allowed value
    /// @param hi largest allowed value, not below `lo`
    /// @param unit the unit of both; a metric in another unit of the same kind is converted
    /// @throws IllegalArgumentException if `lo` is above `hi`, or one of them is NaN or infinite
    static OfMetric range(String metric, double lo, double hi, String unit) {
        return new Range(metric, new Bound(lo, unit), new Bound(hi, unit), false);
    }

    /// {@return a check that the metric is there, whatever its value}
    ///
    /// @param metric exact name
    static OfMetric exists(String metric) {
        return new Exists(metric, false);
    }

    /// {@return a check that the metric is at least so many percent of another one of the same invocation}
    ///
    /// @param metric exact name
    /// @param percent above 0
    /// @param other exact name of the metric that is 100 %; if its value is 0 it counts as missing
    /// @throws IllegalArgumentException if the percentage is not a finite number above 0
    static OfMetric atLeastPercentOf(String metric, double percent, String other) {
        return new PercentOf(metric, percent, other, true, false);
    }

    /// {@return a check that the metric is at most so many percent of another one of the same invocation}
    ///
    /// @param metric exact name
    /// @param percent above 0
    /// @param other exact name of the metric that is 100 %; if its value is 0 it counts as missing
    /// @throws IllegalArgumentException if the percentage is not a finite number above 0
    static OfMetric atMostPercentOf(String metric, double percent, String other) {
        return new PercentOf(metric, percent, other, false, false);
    }

    /// {@return a check that the program's exit code is `code`}
    ///
    /// @param code 0 to 255, or -1 for death by any signal
    /// @throws IllegalArgumentException if the code is outside of -1 to 255
    static MetricCheck exitCodeEq(int code) {
        return new ExitCodeEq(code);
    }

    /// A check of one metric by name.
    sealed interface OfMetric extends MetricCheck {
        /// {@return the exact name of the metric}
        String metric();

        /// {@return whether a metric that is not in the output makes the verdict inconclusive instead of failed}
        boolean inconclusiveIfMissing();

        /// {@return this check, for a metric that the payload does not always report: when it is not there the
        /// verdict is inconclusive}
        OfMetric orInconclusive();
    }

    /// At least `lo`.
    ///
    /// @param metric exact name
    /// @param lo smallest allowed value
    /// @param inconclusiveIfMissing see {@link OfMetric#orInconclusive}
    record Min(String metric, Bound lo, boolean inconclusiveIfMissing) implements OfMetric {
        /// Refuses null.
        public Min {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(lo, "lo");
        }

        @Override
        public OfMetric orInconclusive() {
            return new Min(metric, lo, true);
        }

        @Override
        public CheckResult judge(PayloadMetrics metrics, String stderrTail) {
            return new Judgement(this, metrics).min(lo);
        }

        @Override
        public String toString() {
            return metric + " ≥ " + lo.text("");
        }
    }

    /// At most `hi`.
    ///
    /// @param metric exact name
    /// @param hi largest allowed value
    /// @param inconclusiveIfMissing see {@link OfMetric#orInconclusive}
    record Max(String metric, Bound hi, boolean inconclusiveIfMissing) implements OfMetric {
        /// Refuses null.
        public Max {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(hi, "hi");
        }

        @Override
        public OfMetric orInconclusive() {
            return new Max(metric, hi, true);
        }

        @Override
        public CheckResult judge(PayloadMetrics metrics, String stderrTail) {
            return new Judgement(this, metrics).max(hi);
        }

        @Override
        public String toString() {
            return metric + " ≤ " + hi.text("");
        }
    }

    /// At least `lo` and at most `hi`.
    ///
    /// @param metric exact name
    /// @param lo smallest allowed value
    /// @param hi largest allowed value, in the same unit
    /// @param inconclusiveIfMissing see {@link OfMetric#orInconclusive}
    record Range(String metric, Bound lo, Bound hi, boolean inconclusiveIfMissing) implements OfMetric {
        /// Refuses an empty range.
        ///
        /// @throws IllegalArgumentException if `lo` is above `hi` or their units differ
        public Range {
            Objects.requireNonNull(metric, "metric");
            if (!lo.unit().equals(hi.unit())) {
                throw new IllegalArgumentException(
                        "build check range of metric \"" + metric + "\": lower bound is in \"" + lo.unit()
                                + "\", upper bound in \"" + hi.unit() + "\"; give both in one unit");
            }
            if (lo.value() > hi.value()) {
                throw new IllegalArgumentException("build check range of metric \"" + metric + "\": lower bound "
                        + Numbers.text(lo.value()) + " is above upper bound " + Numbers.text(hi.value())
                        + "; no value could pass");
            }
        }

        @Override
        public OfMetric orInconclusive() {
            return new Range(metric, lo, hi, true);
        }

        @Override
        public CheckResult judge(PayloadMetrics metrics, String stderrTail) {
            return new Judgement(this, metrics).range(lo, hi);
        }

        @Override
        public String toString() {
            return lo.text("") + " ≤ " + metric + " ≤ " + hi.text("");
        }
    }

    /// Is there.
    ///
    /// @param metric exact name
    /// @param inconclusiveIfMissing see {@link OfMetric#orInconclusive}
    record Exists(String metric, boolean inconclusiveIfMissing) implements OfMetric {
        /// Refuses null.
        public Exists {
            Objects.requireNonNull(metric, "metric");
        }

        @Override
        public OfMetric orInconclusive() {
            return new Exists(metric, true);
        }

        @Override
        public CheckResult judge(PayloadMetrics metrics, String stderrTail) {
            return new Judgement(this, metrics).exists();
        }

        @Override
        public String toString() {
            return metric + " exists";
        }
    }

    /// A share of another metric.
    ///
    /// @param metric exact name
    /// @param percent above 0
    /// @param other exact name of the metric that is 100 %
    /// @param atLeast true: the share is the smallest allowed one; false: the largest
    /// @param inconclusiveIfMissing see {@link OfMetric#orInconclusive}; for either metric, and for an `other` of
    ///     0
    record PercentOf(String metric, double percent, String other, boolean atLeast, boolean inconclusiveIfMissing)
            implements OfMetric {
        /// Refuses a percentage that is not a positive number.
        ///
        /// @throws IllegalArgumentException if the percentage is NaN, infinite, zero or negative
        public PercentOf {
            Objects.requireNonNull(metric, "metric");
            Objects.requireNonNull(other, "other");
            if (!Double.isFinite(percent) || percent <= 0) {
                throw new IllegalArgumentException("build check of metric \"" + metric + "\": " + Numbers.text(percent)
                        + " % of metric \"" + other + "\" is not a finite percentage above 0; give one");
            }
        }

        @Override
        public OfMetric orInconclusive() {
            return new PercentOf(metric, percent, other, atLeast, true);
        }

        @Override
        public CheckResult judge(PayloadMetrics metrics, String stderrTail) {
            return new Judgement(this, metrics).percentOf(percent, other, atLeast);
        }

        @Override
        public String toString() {
            return metric + (atLeast ? " ≥ " : " ≤ ") + Numbers.text(percent) + " % of " + other;
        }
    }

    /// The program's exit code.
    ///
    /// @param code 0 to 255, or -1 for death by any signal
    record ExitCodeEq(int code) implements MetricCheck {
        /// Refuses a code that no program can have.
        ///
        /// @throws IllegalArgumentException if the code is outside of -1 to 255
        public ExitCodeEq {
            if (code < -1 || code > 255) {
                throw new IllegalArgumentException("build check of exit code: " + code
                        + " is outside of 0 to 255; -1 stands for death by any signal");
            }
        }

        @Override
        public CheckResult judge(PayloadMetrics metrics, String stderrTail) {
            return Judgement.exitCode(this, metrics, stderrTail);
        }

        @Override
        public String toString() {
            return "exit code = " + code;
        }
    }
}
