// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

/// How many workers a group has.
public sealed interface Count {
    /// So many as the scenario gives to groups that say nothing.
    record Default() implements Count {}

    /// So many.
    ///
    /// @param workers 1 and up
    record Fixed(int workers) implements Count {}

    /// A share of the CPUs that the group's cgroup may use, rounded up.
    ///
    /// @param pct percent; above 100 is more workers than CPUs
    record PerCpus(int pct) implements Count {}
}
