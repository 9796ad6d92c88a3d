// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.scheduler.VerifierLog;
import org.ktstr4j.scheduler.evidence.KernelDump;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;

/// What the records say of the schedulers of a run: one line first, the evidence below it.
final class SchedulerFindings {
    private static final int LOG_LINES = 20;
    private static final int DUMP_LINES = 60;

    // UEI_REPORT() of the kernel tree's headers.
    private static final String DUMP_BEGIN = "DEBUG DUMP\n";
    private static final String RULE = "=".repeat(80);

    private SchedulerFindings() {}

    /// {@return the findings}
    ///
    /// @param lost whether the guest did not come to its own end
    static AssertResult of(History history, boolean lost) {
        AssertResult found = AssertResult.none();
        List<SchedulerEnd> ends = history.all(LogRecord.SchedulerEnded.class).stream()
                .map(LogRecord.SchedulerEnded::end)
                .toList();
        for (SchedulerEnd end : ends) {
            if (!end.asExpected()) found = found.merge(AssertResult.fail(DetailKind.SCHEDULER_DIED, text(end)));
            else if (end.expected() != null || !end.what().isEmpty())
                found = found.merge(AssertResult.none().withNote(end.headline()));
        }
        return lost ? found.merge(running(history, ends.size())) : found;
    }

    // Every start has an end, unless the guest was gone before.
    private static AssertResult running(History history, int ended) {
        List<LogRecord.SchedulerStarted> started = history.all(LogRecord.SchedulerStarted.class);
        Optional<LogRecord.SchedulerUp> up = history.last(LogRecord.SchedulerUp.class);
        if (started.size() <= ended) return AssertResult.none();
        String name = started.getLast().name();
        boolean attached = up.isPresent() && up.get().attached().name().equals(name);
        return AssertResult.none()
                .withNote("scheduler %s was %s then".formatted(name, attached ? "attached" : "being started"));
    }

    static String text(SchedulerEnd end) {
        List<String> lines = new ArrayList<>();
        Expectation expected = end.expected();
        lines.add(end.headline());
        if (expected != null) lines.add("  expected: " + expected);
        if (!end.message().isEmpty())
            section(lines, "the kernel", end.message().lines().toList());
        if (!end.dump().isEmpty()) {
            section(
                    lines,
                    "its dump",
                    head(KernelDump.decode(end.dump()).lines().toList(), DUMP_LINES));
        }
        String log = end.dump().isEmpty() ? end.log() : withoutDump(end.log());
        if (!log.isBlank()) {
            boolean rejected = end.outcome() == SchedulerOutcome.REJECTED;
            List<String> shown =
                    (rejected ? VerifierLog.collapse(log) : log).strip().lines().toList();
            section(lines, "its log", tail(shown, rejected ? DUMP_LINES : LOG_LINES));
        }
        return String.join("\n", lines);
    }

    // Loaders print the kernel's dump as well, between two rules.
    private static String withoutDump(String log) {
        int begin = log.indexOf(DUMP_BEGIN);
        int end = begin < 0 ? -1 : log.indexOf(RULE, log.indexOf(RULE, begin) + RULE.length());
        if (end < 0) return log;
        return log.substring(0, begin).stripTrailing() + "\n"
                + log.substring(end).replaceFirst("=+\n", "").stripLeading();
    }

    private static void section(List<String> to, String title, List<String> lines) {
        to.add("  " + title + ":");
        for (String line : lines) to.add(line.isBlank() ? "" : "    " + line);
    }

    private static List<String> head(List<String> lines, int most) {
        if (lines.size() <= most) return lines;
        List<String> head = new ArrayList<>(lines.subList(0, most));
        head.add("… %d more lines in the run directory".formatted(lines.size() - most));
        return head;
    }

    private static List<String> tail(List<String> lines, int most) {
        if (lines.size() <= most) return lines;
        List<String> tail = new ArrayList<>(lines.subList(lines.size() - most, lines.size()));
        tail.addFirst("… %d lines before these in the run directory".formatted(lines.size() - most));
        return tail;
    }
}
