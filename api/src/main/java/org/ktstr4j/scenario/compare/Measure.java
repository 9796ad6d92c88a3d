// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.compare;

import java.util.List;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Histogram;
import org.ktstr4j.scenario.stats.Phase;
import org.ktstr4j.scenario.stats.WorkerStats;

/// A number of a phase by which sides are compared.
public enum Measure {
    /// The 99th percentile of all wake-to-run times, in us; less is better.
    P99_WAKE_US("p99 wake-to-run", false),
    /// Iterations of all workers in a second; more is better.
    ITERATIONS_PER_S("iterations per second", true),
    /// Time in which workers could have run and did not, over their wall time, in percent; less is better.
    RUN_DELAY_PCT("run delay", false);

    private final String label;
    private final boolean moreIsBetter;

    Measure(String label, boolean moreIsBetter) {
        this.label = label;
        this.moreIsBetter = moreIsBetter;
    }

    /// {@return what is measured, in words}
    public String label() {
        return label;
    }

    /// {@return whether a larger value is the better one}
    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /// {@return its value in a phase; NaN if nothing of it was measured there}
    ///
    /// @param phase what was counted
    public double of(Phase phase) {
        List<GroupStats> groups = phase.groups();
        return switch (this) {
            case P99_WAKE_US -> {
                Histogram all = Histogram.EMPTY;
                for (GroupStats each : groups) all = all.plus(each.wake());
                yield all.quantileNs(0.99) / 1e3;
            }
            case ITERATIONS_PER_S -> {
                long ns = phase.endedNs() - phase.beganNs();
                long iterations =
                        groups.stream().mapToLong(GroupStats::iterations).sum();
                yield ns <= 0 || groups.isEmpty() ? Double.NaN : iterations * 1e9 / ns;
            }
            case RUN_DELAY_PCT -> delay(groups);
        };
    }

    private static double delay(List<GroupStats> groups) {
        long delayNs = 0;
        long wallNs = 0;
        for (GroupStats group : groups) {
            for (WorkerStats each : group.workers()) {
                if (each.delayNs() < 0) return Double.NaN;
                delayNs += each.delayNs();
                wallNs += each.wallNs();
            }
        }
        return wallNs == 0 ? Double.NaN : 100.0 * delayNs / wallNs;
    }
}
