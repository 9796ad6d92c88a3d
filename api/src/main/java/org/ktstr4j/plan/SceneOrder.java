// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.plan;

import org.jspecify.annotations.Nullable;

/// What the agent is told of scenarios.
///
/// @param profile name of the profile on which limits stand, such as `SIM`; empty: the guest looks what
///     machine it is
/// @param work kind of work for the workers of swappable cgroups, such as `PipeIo`; empty: what their
///     authors say
/// @param instead what the body executes in place of its own scenario of the same name, as JSON; null: nothing
/// @param durationNs duration of every scenario that was not exchanged, ns; 0: what each has itself
public record SceneOrder(
        String profile, String work, @Nullable String instead, long durationNs) {
    /// Nothing.
    public static final SceneOrder NONE = new SceneOrder("", "");

    /// For scenarios as they were written.
    ///
    /// @param profile name of the profile on which limits stand
    /// @param work kind of work for the workers of swappable cgroups
    public SceneOrder(String profile, String work) {
        this(profile, work, null, 0);
    }

    /// {@return the same with another scenario}
    ///
    /// @param json what the body executes in place of its own scenario of the same name; null: nothing
    public SceneOrder withInstead(@Nullable String json) {
        return new SceneOrder(profile, work, json, durationNs);
    }

    /// {@return the same with another duration}
    ///
    /// @param ns of every scenario that was not exchanged; 0: what each has itself
    public SceneOrder withDurationNs(long ns) {
        return new SceneOrder(profile, work, instead, ns);
    }
}
