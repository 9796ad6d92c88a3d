// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ktstr4j.scheduler.ProgramFigures;
import org.ktstr4j.scheduler.SchedulerAttached;

/// What is reported of schedulers that attached: one line each, and the verifier's figures side by side.
public final class SchedulerTable {
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

    /// {@return verified instructions by program, a column for each run, and for two runs what changed}
    ///
    /// @param runs one or more, by title
    public static List<String> verified(Map<String, SchedulerAttached> runs) {
        Map<String, List<Long>> rows = new LinkedHashMap<>();
        int column = 0;
        for (SchedulerAttached run : runs.values()) {
            for (ProgramFigures each : run.programs()) put(rows, each.name(), column, each.verifiedInsns());
            put(
                    rows,
                    "total",
                    column++,
                    run.programs().stream()
                            .mapToLong(ProgramFigures::verifiedInsns)
                            .sum());
        }
        List<Long> total = rows.remove("total");
        if (total != null) rows.put("total", total); // at the end, whichever run had programs of its own
        int wide = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(pad("verified instructions of", wide));
        for (String title : runs.keySet()) head.append("  ").append(title);
        if (runs.size() == 2) head.append("  change");
        lines.add(head.toString());
        rows.forEach((name, values) ->
                lines.add(row(pad(name, Math.max(wide, 24)), values, List.copyOf(runs.keySet()))));
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
