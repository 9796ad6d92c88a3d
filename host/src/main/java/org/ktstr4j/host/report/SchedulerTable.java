// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.ktstr4j.scheduler.ProgramFigures;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.VerifierLog;

/// What is reported of schedulers that attached: one line each, and the verifier's figures side by
/// side.
public final class SchedulerTable {
    private static final int LABEL = "verified instructions of".length();

    private SchedulerTable() {}

    /// {@return one line: how long it took to attach, its programs, and what the verifier made of them}
    public static String line(SchedulerAttached scheduler) {
        long verified = scheduler.programs().stream()
                .mapToLong(ProgramFigures::verifiedInsns)
                .sum();
        return String.format(
                Locale.ROOT,
                "scheduler %s  attached in %.0f ms of guest time (and %.0f ms of ours before), %d programs, %d instructions verified",
                scheduler.name(),
                scheduler.tookNs() / 1e6,
                scheduler.oursNs() / 1e6,
                scheduler.programs().size(),
                verified);
    }

    /// {@return what the verifier made of each program, a column for each run, and for two runs
    /// what changed}
    ///
    /// Verified instructions always; states, which only its log knows, if a loader printed that.
    ///
    /// @param runs one or more, by title
    public static List<String> verified(Map<String, SchedulerAttached> runs) {
        List<String> lines = new ArrayList<>(table(
                "verified instructions of",
                runs,
                run -> figures(run.programs(), ProgramFigures::name, ProgramFigures::verifiedInsns)));
        if (runs.values().stream().noneMatch(each -> each.verifier().isEmpty())) {
            lines.add("");
            lines.addAll(table(
                    "states in all of",
                    runs,
                    run -> figures(run.verifier(), VerifierLog.Figures::program, VerifierLog.Figures::totalStates)));
            lines.add("");
            lines.addAll(table(
                    "most states at a time of",
                    runs,
                    run -> figures(run.verifier(), VerifierLog.Figures::program, VerifierLog.Figures::peakStates)));
        }
        return lines;
    }

    private static <T> Map<String, Long> figures(List<T> programs, Function<T, String> name, ToLongFunction<T> figure) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (T each : programs) figures.merge(name.apply(each), figure.applyAsLong(each), Long::sum);
        return figures;
    }

    private static List<String> table(
            String title, Map<String, SchedulerAttached> runs, Function<SchedulerAttached, Map<String, Long>> figures) {
        Map<String, List<Long>> rows = new LinkedHashMap<>();
        List<Long> total = new ArrayList<>();
        for (SchedulerAttached run : runs.values()) {
            Map<String, Long> column = figures.apply(run);
            column.forEach((name, value) -> put(rows, name, total.size(), value));
            total.add(column.values().stream().mapToLong(Long::longValue).sum());
        }
        rows.put("total", total);
        int wide = Math.max(
                LABEL, rows.keySet().stream().mapToInt(String::length).max().orElse(0));
        List<String> titles = List.copyOf(runs.keySet());
        List<String> lines = new ArrayList<>();
        lines.add(pad(title, wide) + "  " + String.join("  ", titles) + (titles.size() == 2 ? "  change" : ""));
        rows.forEach((name, values) -> lines.add(row(pad(name, wide), values, titles)));
        return lines;
    }

    private static void put(Map<String, List<Long>> rows, String name, int column, long value) {
        List<Long> row = rows.computeIfAbsent(name, _ -> new ArrayList<>());
        while (row.size() < column) row.add(-1L);
        row.add(value);
    }

    private static String row(String name, List<Long> values, List<String> titles) {
        StringBuilder line = new StringBuilder(name);
        for (int i = 0; i < titles.size(); i++) {
            long value = i < values.size() ? values.get(i) : -1;
            String text = value < 0 ? "-" : Long.toString(value);
            line.append("  ")
                    .append(" ".repeat(Math.max(0, titles.get(i).length() - text.length())))
                    .append(text);
        }
        if (titles.size() == 2 && values.size() == 2 && values.getFirst() >= 0) {
            line.append(String.format(Locale.ROOT, "  %+6d", values.get(1) - values.get(0)));
        }
        return line.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
