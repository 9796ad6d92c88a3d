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
public record SceneOrder(
        String profile, String work, @Nullable String instead) {
    /// Nothing.
    public static final SceneOrder NONE = new SceneOrder("", "");

    /// For scenarios as they were written.
    ///
    /// @param profile name of the profile on which limits stand
    /// @param work kind of work for the workers of swappable cgroups
    public SceneOrder(String profile, String work) {
        this(profile, work, null);
    }
}
