// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.time.Duration;
import java.util.Optional;

/// How long a step lasts after it was set up.
public sealed interface Hold {
    /// A fraction of the scenario's duration.
    ///
    /// @param of above 0
    record Fraction(double of) implements Hold {}

    /// So long, whatever the scenario's duration.
    ///
    /// @param time above 0
    record Fixed(Duration time) implements Hold {}

    /// As long as another hold, with the step's operations done again at each interval.
    ///
    /// @param interval above 0
    /// @param whole how long it lasts in all
    record Loop(Duration interval, Hold whole) implements Hold {}

    /// {@return the scenario's whole duration}
    static Hold full() {
        return new Fraction(1);
    }

    /// {@return a fraction of the scenario's duration}
    ///
    /// @param of above 0
    static Hold fraction(double of) {
        return new Fraction(of);
    }

    /// {@return a loop over a fraction of the scenario's duration}
    ///
    /// @param interval between two turns
    /// @param of fraction, above 0
    static Hold loop(Duration interval, double of) {
        return new Loop(interval, new Fraction(of));
    }

    /// {@return how long it lasts, in ns}
    ///
    /// @param durationNs of the scenario
    default long ns(long durationNs) {
        return switch (this) {
            case Fraction(double of) -> (long) (durationNs * of);
            case Fixed(Duration time) -> time.toNanos();
            case Loop(Duration ignored, Hold whole) -> whole.ns(durationNs);
        };
    }

    /// {@return what is wrong with it; empty if nothing is}
    default Optional<String> problem() {
        return switch (this) {
            case Fraction(double of)
            when !(of > 0 && Double.isFinite(of)) ->
                Optional.of("hold of fraction %s: use a number above 0".formatted(of));
            case Fixed(Duration time)
            when time.isZero() || time.isNegative() ->
                Optional.of("hold of %d ns: use a time above 0".formatted(time.toNanos()));
            case Loop(Duration interval, Hold ignored)
            when interval.isZero() || interval.isNegative() ->
                Optional.of("loop with an interval of %d ns: use a time above 0".formatted(interval.toNanos()));
            case Loop(Duration ignored, Loop inner) ->
                Optional.of("loop in a loop: give the outer one a fraction or a time");
            case Loop(Duration ignored, Hold whole) -> whole.problem();
            default -> Optional.empty();
        };
    }
}
