// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.plan;

/// What the agent is told of scenarios.
///
/// @param profile name of the profile on which limits stand, such as `SIM`; empty: the guest looks what
///     machine it is
/// @param work kind of work for the workers of swappable cgroups, such as `PipeIo`; empty: what their
///     authors say
public record SceneOrder(String profile, String work) {
    /// Nothing.
    public static final SceneOrder NONE = new SceneOrder("", "");
}
