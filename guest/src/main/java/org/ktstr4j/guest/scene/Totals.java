// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.List;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.WorkerStats;
import org.ktstr4j.verdict.AssertResult;

/// Statistics of a whole scenario, as its result shows them. What was not measured is not there.
final class Totals {
    private Totals() {}

    static AssertResult add(AssertResult result, List<GroupStats> groups, long slowestStopNs) {
        if (groups.isEmpty()) return result;
        long workers = 0;
        long iterations = 0;
        long migrations = 0;
        long gapNs = 0;
        double p99Ns = Double.NaN;
        double delayPct = Double.NaN;
        for (GroupStats group : groups) {
            workers += group.workers().size();
            iterations += group.iterations();
            double wake = group.wake().quantileNs(0.99);
            if (!(wake <= p99Ns)) p99Ns = Double.isNaN(wake) ? p99Ns : wake;
            for (WorkerStats each : group.workers()) {
                migrations += each.migrations();
                gapNs = Math.max(gapNs, each.gapNs());
                if (each.delayNs() < 0 || each.wallNs() == 0) continue;
                double pct = 100.0 * each.delayNs() / each.wallNs();
                if (!(pct <= delayPct)) delayPct = pct;
            }
        }
        result = result.withStatistic("total_workers", (double) workers)
                .withStatistic("total_iterations", (double) iterations)
                .withStatistic("total_migrations", (double) migrations)
                .withStatistic("worst_gap_ms", gapNs / 1e6)
                .withStatistic("worst_stop_ms", slowestStopNs / 1e6);
        if (!Double.isNaN(p99Ns)) result = result.withStatistic("worst_p99_wake_us", p99Ns / 1e3);
        return Double.isNaN(delayPct) ? result : result.withStatistic("worst_run_delay_pct", delayPct);
    }
}
