// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

/// Which direction of a metric is the good one. Used by reports and comparisons, never by checks.
public sealed interface Polarity {
    /// More is better: a rate.
    record HigherBetter() implements Polarity {
        @Override
        public String toString() {
            return "HigherBetter";
        }
    }

    /// Less is better: a latency.
    record LowerBetter() implements Polarity {
        @Override
        public String toString() {
            return "LowerBetter";
        }
    }

    /// The nearer to a value the better.
    ///
    /// @param target the value, finite, in the unit of the metric
    record TargetValue(double target) implements Polarity {
        /// Refuses a target that no metric can reach.
        ///
        /// @throws IllegalArgumentException if the target is NaN or infinite
        public TargetValue {
            if (!Double.isFinite(target)) {
                throw new IllegalArgumentException(
                        "build polarity TargetValue: " + target + " is not a finite number; give a finite target");
            }
        }

        @Override
        public String toString() {
            return "TargetValue(" + Numbers.text(target) + ")";
        }
    }

    /// Nothing is known.
    record Unknown() implements Polarity {
        @Override
        public String toString() {
            return "Unknown";
        }
    }

    /// {@return more is better}
    static Polarity higherBetter() {
        return new HigherBetter();
    }

    /// {@return less is better}
    static Polarity lowerBetter() {
        return new LowerBetter();
    }

    /// {@return nothing is known: the polarity of a metric without a hint}
    static Polarity unknown() {
        return new Unknown();
    }

    /// {@return the polarity of a metric that should come near to a value}
    ///
    /// @param target the value, in the unit of the metric
    /// @throws IllegalArgumentException if the target is NaN or infinite
    static Polarity targetValue(double target) {
        return new TargetValue(target);
    }

    /// {@return this as JSON: a string such as `"HigherBetter"`, or `{"TargetValue":5.0}`}
    default String toJson() {
        return this instanceof TargetValue target ? "{\"TargetValue\":" + target.target() + "}" : "\"" + this + "\"";
    }

    /// {@return the polarity that {@link #toJson} wrote}
    ///
    /// @param json a JSON string or object
    /// @throws IllegalArgumentException if it is neither form; says what it was
    static Polarity fromJson(String json) {
        return MetricJson.polarity(org.ktstr4j.json.Json.read("polarity", json));
    }
}
