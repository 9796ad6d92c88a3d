// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

/// What a detail of a verdict is about.
public enum DetailKind {
    /// A worker got no CPU time at all.
    STARVED("Starved"),
    /// A worker went without CPU time for longer than allowed.
    STUCK("Stuck"),
    /// Workers of one group got shares that differ by more than allowed.
    UNFAIR("Unfair"),
    /// A worker was seen on a CPU outside of its cpuset.
    ISOLATION("Isolation"),
    /// A rate or latency threshold.
    BENCHMARK("Benchmark"),
    /// Too many migrations between CPUs.
    MIGRATION("Migration"),
    /// Too few pages on the expected nodes.
    PAGE_LOCALITY("PageLocality"),
    /// Too many pages moved between nodes.
    CROSS_NODE_MIGRATION("CrossNodeMigration"),
    /// Too many pages on a slow memory tier.
    SLOW_TIER("SlowTier"),
    /// A threshold on what the host saw of the guest from outside.
    MONITOR("Monitor"),
    /// The scheduler under test ended before the test did.
    SCHEDULER_DIED("SchedulerDied"),
    /// Why something was not tried.
    SKIP("Skip"),
    /// Anything else; all checks of payload metrics are of this kind.
    OTHER("Other");

    private final String label;

    DetailKind(String label) {
        this.label = label;
    }

    /// {@return the word used in reports and in JSON: `Starved`, `PageLocality` and so on}
    public String label() {
        return label;
    }

    /// {@return the kind with this label; {@link #OTHER} for a label that this version does not have}
    ///
    /// @param label the word in JSON
    public static DetailKind of(String label) {
        for (DetailKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        return OTHER;
    }
}
