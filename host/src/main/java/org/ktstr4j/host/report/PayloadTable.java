// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.verdict.Outcome;

/// The closing table: what each program was, how it ended, its metrics and its checks.
///
/// A tool like fio has a hundred metrics. Shown are those that were checked and those that the payload
/// describes by
/// unit or polarity; the others are counted, and are all in the result file.
public final class PayloadTable {
    private PayloadTable() {}

    /// {@return the lines for one invocation, without line ends}
    public static List<String> lines(PayloadRecord record) {
        List<String> lines = new ArrayList<>();
        lines.add("%s  %s%s".formatted(record.payload(), ending(record), cgroup(record)));
        Set<String> checked = new HashSet<>();
        for (CheckResult check : record.checks()) {
            if (check.check() instanceof MetricCheck.OfMetric ofMetric) checked.add(ofMetric.metric());
        }
        int others = 0;
        List<Metric> shown = new ArrayList<>();
        for (Metric metric : record.metrics().metrics()) {
            boolean described = !metric.unit().isEmpty() || !(metric.polarity() instanceof Polarity.Unknown);
            if (described || checked.contains(metric.name())) shown.add(metric);
            else others++;
        }
        int width = shown.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        for (Metric metric : shown) {
            lines.add("  %s  %14s  %s"
                    .formatted(pad(metric.name(), width), metric.display(), direction(metric))
                    .stripTrailing());
        }
        if (others > 0) lines.add("  and %d metrics without unit or check".formatted(others));
        for (CheckResult check : record.checks()) {
            boolean passed = check.outcome() == Outcome.PASSED;
            lines.add("  check %-12s  %s%s"
                    .formatted(check.outcome().label(), check.check(), passed ? "" : ": " + check.message()));
        }
        return lines;
    }

    private static String ending(PayloadRecord record) {
        double tookMs = (record.endedAtNs() - record.startedAtNs()) / 1e6;
        String how = record.metrics().signal().isPresent()
                ? "signal " + record.metrics().signal().getAsInt()
                : "exit code " + record.metrics().exitCode();
        return String.format(Locale.ROOT, "%s, %s, %.0f ms", record.state().label(), how, tookMs);
    }

    private static String cgroup(PayloadRecord record) {
        return record.cgroup() == null ? "" : ", cgroup " + record.cgroup();
    }

    private static String direction(Metric metric) {
        return switch (metric.polarity()) {
            case Polarity.HigherBetter ignored -> "higher is better";
            case Polarity.LowerBetter ignored -> "lower is better";
            case Polarity.TargetValue target ->
                "target "
                        + Metric.of(metric.name(), target.target())
                                .withUnit(metric.unit())
                                .display();
            case Polarity.Unknown ignored -> "";
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
