// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.util.List;
import org.ktstr4j.scenario.check.Checks;

/// A part of a scenario: its cgroups are made and its operations done, all new workers begin together,
/// and it lasts for its hold. What it made is gone at its end, whatever happened.
///
/// @param name as phases and messages show it; empty for its number
/// @param cgroups cgroups that live as long as the step
/// @param ops operations, in order, after the cgroups
/// @param hold how long it lasts
/// @param checks for this step alone, over those of the scenario; may be empty
/// @param at where it was written
public record Step(String name, List<CgroupDef> cgroups, List<Op> ops, Hold hold, Checks checks, Where at) {
    /// With lists of its own.
    public Step {
        cgroups = List.copyOf(cgroups);
        ops = List.copyOf(ops);
    }

    /// {@return a step that does nothing but last}
    ///
    /// @param hold how long
    public static Step hold(Hold hold) {
        return new Step("", List.of(), List.of(), hold, Checks.NONE, Where.here());
    }

    /// {@return a step that does these operations}
    ///
    /// @param hold how long it lasts afterwards
    /// @param ops in order
    public static Step ops(Hold hold, Op... ops) {
        return new Step("", List.of(), List.of(ops), hold, Checks.NONE, Where.here());
    }

    /// {@return a step with these cgroups}
    ///
    /// @param hold how long they live
    /// @param cgroups in order
    public static Step cgroups(Hold hold, CgroupDef... cgroups) {
        return new Step("", List.of(cgroups), List.of(), hold, Checks.NONE, Where.here());
    }

    /// {@return a copy with a name}
    ///
    /// @param other as phases and messages show it
    public Step withName(String other) {
        return new Step(other, cgroups, ops, hold, checks, at);
    }

    /// {@return a copy with other cgroups}
    ///
    /// @param others cgroups that live as long as the step
    public Step withCgroups(List<CgroupDef> others) {
        return new Step(name, others, ops, hold, checks, at);
    }

    /// {@return a copy with other operations}
    ///
    /// @param others in order
    public Step withOps(List<Op> others) {
        return new Step(name, cgroups, others, hold, checks, at);
    }

    /// {@return a copy that lasts otherwise}
    ///
    /// @param other how long it lasts
    public Step withHold(Hold other) {
        return new Step(name, cgroups, ops, other, checks, at);
    }

    /// {@return a copy with other checks}
    ///
    /// @param others for this step alone
    public Step withChecks(Checks others) {
        return new Step(name, cgroups, ops, hold, others, at);
    }
}
