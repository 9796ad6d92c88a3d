// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.compare;

/// That side B is not worse than side A by more than a margin.
///
/// @param measure by what they are compared
/// @param marginPct how much worse is not worse, in percent of A, 0 and up
/// @param alpha how often the claim may be decided wrongly by chance: 0.05
public record Claim(Measure measure, double marginPct, double alpha) {
    private static final double ALPHA = 0.05;

    /// {@return the claim that B is not worse than A by more than this, decided at 0.05}
    ///
    /// @param marginPct in percent of A, 0 and up
    /// @param measure by what they are compared
    /// @throws IllegalArgumentException if the margin is below 0
    public static Claim notWorseBy(double marginPct, Measure measure) {
        if (!(marginPct >= 0)) {
            throw new IllegalArgumentException(
                    "claim on %s with a margin of %s %%: use 0 or more".formatted(measure.label(), marginPct));
        }
        return new Claim(measure, marginPct, ALPHA);
    }
}
