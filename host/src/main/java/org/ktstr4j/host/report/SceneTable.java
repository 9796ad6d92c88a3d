// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.ktstr4j.json.Json;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.WorkerStats;
import org.ktstr4j.topology.CpuList;

/// What is reported of the scenarios of a run: a timeline of steps and operations, a line for each group
/// of workers, and the limits that held.
///
/// ```text
/// scenario resize: 2.0 s of holds planned
///     0.00 s  step 1 "a cache each"                  1.00 s     123456 iterations/s
///     1.01 s  SetCpuset, SetCpuset
///   left    2 x SpinWait  CPUs 0-1  on a CPU 98 %  gap 4 ms
///   limits: not starved (profile sim), longest gap ≤ 5000 ms (test)
/// ```
public final class SceneTable {
    private static final int MOST_GROUPS = 12;
    private static final int MOST_PHASES = 40;

    private final List<String> lines = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private String limits = "";
    private String shown = "";
    private long beganNs;
    private long operatedNs;
    private long heldNs;
    private long heldIterations;
    private int groups;
    private int phases;

    private SceneTable() {}

    /// {@return the lines; none for a run without scenarios}
    ///
    /// @param directory of a run
    public static List<String> of(Path directory) {
        Path log = directory.resolve("records.log");
        if (!Files.exists(log)) return List.of();
        try {
            return lines(History.read(Files.readAllBytes(log)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the lines; none for a run without scenarios}
    public static List<String> lines(History history) {
        SceneTable table = new SceneTable();
        for (History.Entry each : history.records()) {
            switch (each.record()) {
                case LogRecord.ScenarioBegan began -> table.begin(each.atNs(), began);
                case LogRecord.Mark mark -> table.mark(each.atNs(), mark);
                case LogRecord.Workers(GroupStats group) -> table.group(group);
                default -> {}
            }
        }
        table.end();
        return table.lines;
    }

    private void begin(long atNs, LogRecord.ScenarioBegan began) {
        end();
        beganNs = atNs;
        groups = 0;
        phases = 0;
        limits = began.limits();
        lines.add(String.format(
                Locale.ROOT,
                "scenario %s: %s s of holds planned",
                Json.read("scenario", began.scenario()).get("name").string(),
                seconds(began.plannedNs())));
    }

    private void mark(long atNs, LogRecord.Mark mark) {
        switch (mark.what()) {
            case "begin" -> {}
            case "hold" -> {
                operated();
                heldNs = atNs;
                heldIterations = mark.iterations();
            }
            case "end" -> phase(atNs, mark);
            default -> {
                if (operations.isEmpty()) operatedNs = atNs;
                operations.add(mark.what());
            }
        }
    }

    private void operated() {
        if (!operations.isEmpty()) {
            lines.add(String.format("  %7s s  %s", seconds(operatedNs - beganNs), String.join(", ", operations)));
        }
        operations.clear();
    }

    private void phase(long atNs, LogRecord.Mark mark) {
        operated(); // of a loop
        if (++phases > MOST_PHASES) return;
        double lasted = (atNs - heldNs) / 1e9;
        String name = "step " + mark.step() + (mark.name().isEmpty() ? "" : " \"" + mark.name() + "\"");
        lines.add(String.format(
                Locale.ROOT,
                "  %7s s  %-32s %6s s  %10.0f iterations/s",
                seconds(heldNs - beganNs),
                name,
                seconds(atNs - heldNs),
                (mark.iterations() - heldIterations) / lasted));
    }

    private void group(GroupStats group) {
        if (++groups > MOST_GROUPS) return;
        StringBuilder line = new StringBuilder(
                "  %-10s %d x %s".formatted(group.group(), group.workers().size(), group.type()));
        Set<Integer> cpus = new TreeSet<>(group.cpus());
        if (!cpus.isEmpty()) line.append("  CPUs ").append(CpuList.format(cpus));
        long wallNs = 0;
        long gapNs = 0;
        long migrations = 0;
        for (WorkerStats each : group.workers()) {
            wallNs += each.wallNs();
            gapNs = Math.max(gapNs, each.gapNs());
            migrations += each.migrations();
        }
        if (group.onCpuNs() >= 0 && wallNs > 0) {
            line.append(String.format(Locale.ROOT, "  on a CPU %.0f %%", 100.0 * group.onCpuNs() / wallNs));
        }
        if (gapNs > 0) line.append(String.format(Locale.ROOT, "  longest gap %.1f ms", gapNs / 1e6));
        if (group.wake().count() > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    "  wake-to-run p50 %.0f us, p99 %.0f us",
                    group.wake().quantileNs(0.5) / 1e3,
                    group.wake().quantileNs(0.99) / 1e3));
        }
        lines.add(line.append("  migrations ").append(migrations).toString());
    }

    private void end() {
        if (lines.isEmpty()) return;
        if (phases > MOST_PHASES) lines.add("  and %d more steps".formatted(phases - MOST_PHASES));
        if (groups > MOST_GROUPS) lines.add("  and %d more groups".formatted(groups - MOST_GROUPS));
        if (!limits.isEmpty()) lines.add("  limits: " + (limits.equals(shown) ? "the same" : limits));
        shown = limits;
        limits = "";
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.2f", ns / 1e9);
    }
}
