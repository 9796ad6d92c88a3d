// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.WorkerStats;

/// The values of a limit: what of them was found in a group.
final class Readings {
    /// A value, of what, and on how much it stands.
    record Reading(double value, String what, String basis) {}

    private Readings() {}

    /// {@return the values of this limit in a group; none if nothing of it was measured}
    static List<Reading> of(Limit limit, Observation group, Surroundings around) {
        GroupStats stats = group.stats();
        return switch (limit) {
            case NOT_STARVED ->
                each(stats, w -> w.beganNs() == 0 && !w.well() ? 0 : w.iterations() + w.units() > 0 ? 1 : busy(w), "");
            case MAX_GAP_MS -> gaps(stats);
            case MAX_SPREAD_PCT -> group.alike() ? spread(stats) : List.of();
            case ISOLATION -> isolation(group);
            case MAX_THROUGHPUT_CV ->
                group.alike()
                        ? one(variation(rates(stats)), stats, stats.workers().size() + " workers")
                        : List.of();
            case MIN_WORK_RATE -> each(stats, Readings::workRate, "");
            case MAX_P99_WAKE_US ->
                one(stats.wake().quantileNs(0.99) / 1e3, stats, stats.wake().count() + " wakes");
            case MAX_WAKE_CV ->
                one(stats.wake().variation(), stats, stats.wake().count() + " wakes");
            case MIN_ITERATION_RATE ->
                each(stats, w -> w.wallNs() == 0 ? Double.NaN : w.iterations() * 1e9 / w.wallNs(), "");
            case MAX_MIGRATION_RATIO ->
                one(
                        stats.iterations() == 0 ? Double.NaN : sum(stats, WorkerStats::migrations) / stats.iterations(),
                        stats,
                        stats.iterations() + " iterations");
            case MIN_PAGE_LOCALITY ->
                group.nodes().isEmpty() ? List.of() : each(stats, w -> share(w.pages(), group.nodes()), "");
            case MAX_SLOW_TIER_RATIO ->
                around.slowNodes().isEmpty() ? List.of() : each(stats, w -> share(w.pages(), around.slowNodes()), "");
            case MAX_CROSS_NODE_RATIO -> {
                double pages = sum(stats, w -> (double)
                        w.pages().values().stream().mapToLong(Long::longValue).sum());
                yield one(
                        around.pagesMoved() < 0 || pages == 0 ? Double.NaN : around.pagesMoved() / pages,
                        stats,
                        Phrases.number(pages) + " pages");
            }
            case MAX_RUN_DELAY_PCT ->
                each(
                        stats,
                        w -> w.delayNs() < 0 || w.wallNs() == 0 ? Double.NaN : 100.0 * w.delayNs() / w.wallNs(),
                        "");
            // of all groups together: Together
            case MAX_WEIGHT_ERROR_PCT, MAX_IDLE_PCT, CLEAN_DETACH, NO_SPLAT -> List.of();
        };
    }

    private static double busy(WorkerStats worker) {
        // Another program counts nothing itself; its CPU time is work enough.
        return worker.onCpuNs() > 0 && worker.cpuNs() < 0 ? 1 : 0;
    }

    private static double workRate(WorkerStats worker) {
        return worker.onCpuNs() <= 0 ? Double.NaN : worker.units() * 1e9 / worker.onCpuNs();
    }

    private static List<Reading> gaps(GroupStats stats) {
        List<Reading> gaps = new ArrayList<>();
        for (int i = 0; i < stats.workers().size(); i++) {
            WorkerStats worker = stats.workers().get(i);
            if (worker.gapAtNs() == 0) continue;
            String where = " on CPU %d, ended %s s after it began"
                    .formatted(worker.gapCpu(), Phrases.number((worker.gapAtNs() - worker.beganNs()) / 1e9));
            gaps.add(new Reading(worker.gapNs() / 1e6, name(stats, i), where));
        }
        return gaps;
    }

    private static List<Reading> spread(GroupStats stats) {
        double[] off = stats.workers().stream()
                .filter(w -> w.wallNs() > 0 && w.onCpuNs() >= 0)
                .mapToDouble(w -> 100.0 * Math.max(0, w.wallNs() - w.onCpuNs()) / w.wallNs())
                .toArray();
        if (off.length < 2) return List.of();
        double least = off[0];
        double most = off[0];
        for (double each : off) {
            least = Math.min(least, each);
            most = Math.max(most, each);
        }
        String basis = " between %s %% and %s %% of %d workers"
                .formatted(Phrases.number(least), Phrases.number(most), off.length);
        return List.of(new Reading(most - least, "group " + stats.group(), basis));
    }

    private static List<Reading> isolation(Observation group) {
        if (group.allowed().isEmpty()) return List.of();
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < group.stats().workers().size(); i++) {
            Set<Integer> outside =
                    new TreeSet<>(group.stats().workers().get(i).activeNs().keySet());
            if (outside.isEmpty()) continue;
            outside.removeAll(group.allowed());
            readings.add(new Reading(
                    outside.isEmpty() ? 1 : 0,
                    name(group.stats(), i),
                    outside.isEmpty()
                            ? ""
                            : " on CPUs %s, which its cpuset %s does not have"
                                    .formatted(outside, new TreeSet<>(group.allowed()))));
        }
        return readings;
    }

    private static double share(Map<Integer, Long> pages, Set<Integer> nodes) {
        long all = 0;
        long within = 0;
        for (Map.Entry<Integer, Long> each : pages.entrySet()) {
            all += each.getValue();
            if (nodes.contains(each.getKey())) within += each.getValue();
        }
        return all == 0 ? Double.NaN : (double) within / all;
    }

    private static double[] rates(GroupStats stats) {
        return stats.workers().stream()
                .mapToDouble(Readings::workRate)
                .filter(each -> !Double.isNaN(each))
                .toArray();
    }

    static double variation(double[] values) {
        if (values.length < 2) return Double.NaN;
        double sum = 0;
        for (double each : values) sum += each;
        double mean = sum / values.length;
        if (mean == 0) return Double.NaN;
        double squares = 0;
        for (double each : values) squares += (each - mean) * (each - mean);
        return Math.sqrt(squares / values.length) / mean;
    }

    private static double sum(GroupStats stats, ToDoubleFunction<WorkerStats> value) {
        return stats.workers().stream().mapToDouble(value).sum();
    }

    private static List<Reading> one(double value, GroupStats stats, String basis) {
        return Double.isNaN(value)
                ? List.of()
                : List.of(new Reading(value, "group " + stats.group(), " over " + basis));
    }

    private static List<Reading> each(GroupStats stats, ToDoubleFunction<WorkerStats> value, String basis) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < stats.workers().size(); i++) {
            double read = value.applyAsDouble(stats.workers().get(i));
            if (!Double.isNaN(read)) readings.add(new Reading(read, name(stats, i), basis));
        }
        return readings;
    }

    private static String name(GroupStats stats, int worker) {
        return "worker %d of %s (%s)".formatted(worker, stats.group(), stats.type());
    }
}
