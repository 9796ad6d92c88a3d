// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.time.Duration;

/// What the run's seed may vary, so that other seeds see other schedules. Without any, and with seed 0, workers start
/// together and spins have one length.
///
/// @param start each worker begins by up to so much later
/// @param spinPct each spin is longer or shorter by up to so many percent, 0 to 100
public record Jitter(Duration start, int spinPct) {
    /// Nothing varies.
    public static final Jitter NONE = new Jitter(Duration.ZERO, 0);

    /// What a seed other than 0 varies where the author says nothing: starts by about one tick of the kernel's clock,
    /// so that workers meet it in any order, and spins by a tenth.
    public static final Jitter SEEDED = new Jitter(Duration.ofMillis(4), 10);
}
