// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.time.Duration;

/// What the run's seed may vary, so that other seeds see other schedules. Without any, workers start
/// together and spins have one length.
///
/// @param start each worker begins by up to so much later
/// @param spinPct each spin is longer or shorter by up to so many percent, 0 to 100
public record Jitter(Duration start, int spinPct) {
    /// Nothing varies.
    public static final Jitter NONE = new Jitter(Duration.ZERO, 0);
}
