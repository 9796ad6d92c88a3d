// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import org.ktstr4j.verdict.DetailKind;

/// Something that can be required of workers. A value of 1 switches on those that have no other.
public enum Limit {
    /// Every worker did some work. On or off.
    NOT_STARVED("not starved", "", DetailKind.STARVED, false),
    /// The longest time for which a worker could have run, or computed, and did not get on. In ms.
    MAX_GAP_MS("longest gap", "ms", DetailKind.STUCK, true),
    /// Between the workers of a group: difference of the shares of time that they were not on a CPU. In
    /// percent. A profile's is judged only where equal shares are owed: [Observation#roomy].
    MAX_SPREAD_PCT("spread of off-CPU time", "%", DetailKind.UNFAIR, true),
    /// Workers were seen on CPUs of their cpuset only. On or off.
    ISOLATION("isolation", "", DetailKind.ISOLATION, false),
    /// Between the workers of a group: standard deviation over mean of the work done in a second of CPU
    /// time.
    MAX_THROUGHPUT_CV("variation of throughput", "", DetailKind.UNFAIR, true),
    /// Work of each worker in a second of CPU time. In units of its kind.
    MIN_WORK_RATE("work rate", "units/CPU-s", DetailKind.BENCHMARK, false),
    /// The 99th percentile of a group's wake-to-run times. In us.
    MAX_P99_WAKE_US("p99 wake-to-run", "us", DetailKind.BENCHMARK, true),
    /// Standard deviation over mean of a group's wake-to-run times.
    MAX_WAKE_CV("variation of wake-to-run", "", DetailKind.BENCHMARK, true),
    /// Iterations of each worker in a second.
    MIN_ITERATION_RATE("iteration rate", "/s", DetailKind.BENCHMARK, false),
    /// A group's changes of CPU, over its iterations.
    MAX_MIGRATION_RATIO("migrations per iteration", "", DetailKind.MIGRATION, true),
    /// A worker's pages that lie on the nodes of its memory policy, or of its cpuset, as a fraction.
    MIN_PAGE_LOCALITY("page locality", "", DetailKind.PAGE_LOCALITY, false),
    /// Pages moved between nodes in the whole machine, over the workers' pages that were asked.
    MAX_CROSS_NODE_RATIO("pages moved between nodes", "", DetailKind.CROSS_NODE_MIGRATION, true),
    /// A worker's pages on nodes without CPUs, as a fraction.
    MAX_SLOW_TIER_RATIO("pages on slow nodes", "", DetailKind.SLOW_TIER, true),
    /// A worker's time in which it could have run and did not, over its wall time. In percent.
    MAX_RUN_DELAY_PCT("run delay", "%", DetailKind.STARVED, true),
    /// Between cgroups that compete with weights: how far a share of CPU time is from its weight's. In
    /// percent of it.
    MAX_WEIGHT_ERROR_PCT("error of weighted share", "%", DetailKind.UNFAIR, true),
    /// Time in which CPUs of the workers were idle while there was more to run than CPUs. In percent.
    MAX_IDLE_PCT("idle while there was work", "%", DetailKind.UNFAIR, true),
    /// Each scheduler that ended was told to, and the kernel's own took over. On or off.
    CLEAN_DETACH("clean detach", "", DetailKind.SCHEDULER_DIED, false),
    /// The kernel logged no warning, bug, stall or hung task. On or off.
    NO_SPLAT("no kernel splat", "", DetailKind.MONITOR, false);

    private final String label;
    private final String unit;
    private final DetailKind kind;
    private final boolean upper;

    Limit(String label, String unit, DetailKind kind, boolean upper) {
        this.label = label;
        this.unit = unit;
        this.kind = kind;
        this.upper = upper;
    }

    /// {@return what is limited, in words}
    public String label() {
        return label;
    }

    /// {@return the unit of values and limits; empty for ratios, and for what is on or off}
    public String unit() {
        return unit;
    }

    /// {@return what findings are about}
    public DetailKind kind() {
        return kind;
    }

    /// {@return whether it has no value of its own, and is on or off}
    public boolean onOff() {
        return switch (this) {
            case NOT_STARVED, ISOLATION, CLEAN_DETACH, NO_SPLAT -> true;
            default -> false;
        };
    }

    /// {@return whether it is about how much a machine does in a second: of that a simulated clock, which
    /// counts instructions, says nothing}
    public boolean realTime() {
        return this == MIN_WORK_RATE || this == MIN_ITERATION_RATE;
    }

    /// {@return whether values are to be at or below the limit, not at or above it}
    public boolean upper() {
        return upper;
    }
}
