// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// The log of the kernel's BPF verifier, as libbpf prints it when a program is refused.
public final class VerifierLog {
    private static final Pattern FIGURES = Pattern.compile(
            "processed (\\d+) insns \\(limit (\\d+)\\) max_states_per_insn (\\d+) total_states (\\d+) peak_states (\\d+) mark_read (\\d+)");

    // State of registers and stack: at a branch `; R1=…`, on lines of their own `R0=… R1=…`, addresses `12: (b7)`.
    private static final Pattern STATE = Pattern.compile("\\s*; (?:frame\\d+: )?R\\d+.*$");
    private static final Pattern ADDRESS = Pattern.compile("^(?:from )?\\d+(?: to \\d+)?: ");

    /// The line with which libbpf begins the verifier's log of a program.
    public static final String BEGIN = "-- BEGIN PROG LOAD LOG --";

    private static final String END = "-- END PROG LOAD LOG --";

    // What the verifier says on its way: instructions, states, source lines, notes on precision, and its long
    // explanation (since Linux 7.3), which repeats the line before it.
    private static final List<String> ON_THE_WAY = List.of(
            "; ",
            "func ",
            "caller:",
            "callee:",
            "returning from",
            "to caller at",
            "from ",
            "frame",
            "last_idx",
            "regs=",
            "parent ",
            "mark_precise",
            "propagating",
            "processed ",
            "verification time",
            "stack depth",
            "cur state:",
            "old state:",
            "Validating ",
            "Func#",
            "arg#",
            "…");

    private static final int MOST_LINES_OF_A_LOOP = 400;
    private static final int LEAST_LINES_SAVED = 6;

    private VerifierLog() {}

    /// What the verifier says of one program at the end of its log.
    ///
    /// @param program its name, empty if the log does not say
    /// @param processedInsns instructions it looked at, over all paths
    /// @param limit how many it looks at before it gives up
    /// @param maxStatesPerInsn states kept of one instruction at most
    /// @param totalStates states kept in all
    /// @param peakStates states kept at one time
    /// @param markRead depth of the longest chain of states that a read was marked in
    public record Figures(
            String program,
            long processedInsns,
            long limit,
            long maxStatesPerInsn,
            long totalStates,
            long peakStates,
            long markRead) {
        /// {@return the figures as JSON members}
        public Map<String, @Nullable Object> toJson() {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("program", program);
            json.put("processedInsns", processedInsns);
            json.put("limit", limit);
            json.put("maxStatesPerInsn", maxStatesPerInsn);
            json.put("totalStates", totalStates);
            json.put("peakStates", peakStates);
            json.put("markRead", markRead);
            return json;
        }

        /// {@return the figures in this JSON}
        ///
        /// @param json what [#toJson] made
        /// @throws IllegalArgumentException if it is something else; says what is wrong and where
        @SuppressWarnings("exports") // for the guest, which is named in the module's exports
        public static Figures fromJson(Node json) {
            return new Figures(
                    json.get("program").string(),
                    json.get("processedInsns").integer(),
                    json.get("limit").integer(),
                    json.get("maxStatesPerInsn").integer(),
                    json.get("totalStates").integer(),
                    json.get("peakStates").integer(),
                    json.get("markRead").integer());
        }
    }

    private record Block(String program, String text) {}

    private static List<Block> blocks(String log) {
        List<Block> blocks = new ArrayList<>();
        for (int begin = log.indexOf(BEGIN); begin >= 0; ) {
            int next = log.indexOf(BEGIN, begin + BEGIN.length());
            String line = log.substring(log.lastIndexOf('\n', begin) + 1, begin);
            int quote = line.indexOf("prog '");
            int close = line.lastIndexOf('\'');
            String text = log.substring(begin + BEGIN.length(), next < 0 ? log.length() : next);
            int end = text.indexOf(END);
            blocks.add(new Block(
                    quote < 0 || close < quote + 6 ? "" : line.substring(quote + 6, close),
                    end < 0 ? text : text.substring(0, end)));
            begin = next;
        }
        return blocks;
    }

    /// Why a program was refused.
    ///
    /// @param program its name, empty if the log does not say
    /// @param reason the verifier's own words
    public record Verdict(String program, String reason) {
        @Override
        public String toString() {
            return program.isEmpty() ? reason : "program " + program + ": " + reason;
        }
    }

    /// {@return which program was refused first, and why; empty if none was}
    ///
    /// The log of a program that was taken, which loaders print when they are asked to, ends with
    /// figures and has no reason.
    ///
    /// @param log what libbpf printed
    public static Optional<Verdict> verdict(String log) {
        for (Block block : blocks(log)) {
            String reason = reason(block.text());
            if (!reason.isEmpty() || !FIGURES.matcher(block.text()).find()) {
                return Optional.of(new Verdict(block.program(), reason));
            }
        }
        return Optional.empty();
    }

    private static String reason(String log) {
        String reason = "";
        for (String each : log.split("\n", -1)) {
            if (each.startsWith("Verification failed")) break;
            if (!ordinary(each)) reason = each.strip();
        }
        return reason;
    }

    private static boolean ordinary(String line) {
        if (line.isBlank() || Character.isWhitespace(line.charAt(0))) return true;
        int digits = 0;
        while (digits < line.length() && Character.isDigit(line.charAt(digits))) digits++;
        if (digits > 0 && line.startsWith(": ", digits)) return true;
        if (line.startsWith("R") && line.contains("=") && !line.contains(" ")) return true;
        return ON_THE_WAY.stream().anyMatch(line::startsWith);
    }

    /// {@return the figures of each program in this log that has them, in its order}
    ///
    /// @param log what libbpf printed
    public static List<Figures> figures(String log) {
        List<Figures> all = new ArrayList<>();
        for (Block block : blocks(log)) {
            Matcher figures = FIGURES.matcher(block.text());
            if (!figures.find()) continue;
            all.add(new Figures(
                    block.program(),
                    Long.parseLong(figures.group(1)),
                    Long.parseLong(figures.group(2)),
                    Long.parseLong(figures.group(3)),
                    Long.parseLong(figures.group(4)),
                    Long.parseLong(figures.group(5)),
                    Long.parseLong(figures.group(6))));
        }
        return all;
    }

    /// {@return the log with blocks of lines that repeat themselves shown once, followed by how often}
    ///
    /// Two lines are the same when they differ in the state of registers only, which is how a loop looks
    /// that the verifier goes through step by step.
    ///
    /// @param log what libbpf printed
    public static String collapse(String log) {
        List<String> lines = log.lines().toList();
        List<String> same = lines.stream().map(VerifierLog::normal).toList();
        List<String> out = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int period = period(same, at);
            int times = period == 0 ? 1 : repeats(same, at, period);
            if (period == 0 || (times - 2) * period < LEAST_LINES_SAVED) {
                out.add(lines.get(at++));
                continue;
            }
            out.add("┌ %d times these %d lines:".formatted(times, period));
            for (int i = 0; i < period; i++) out.add("│ " + lines.get(at + i));
            out.add("└ %d more times, the last one:".formatted(times - 1));
            int last = at + (times - 1) * period;
            for (int i = 0; i < period; i++) out.add("  " + lines.get(last + i));
            at += times * period;
        }
        return String.join("\n", out);
    }

    private static String normal(String line) {
        return ADDRESS.matcher(STATE.matcher(line).replaceFirst(""))
                .replaceFirst("")
                .strip();
    }

    /// {@return the shortest period with which the lines repeat from here on, 0 if they do not}
    private static int period(List<String> lines, int at) {
        int most = Math.min(MOST_LINES_OF_A_LOOP, (lines.size() - at) / 3);
        for (int period = 1; period <= most; period++) {
            if (lines.get(at).equals(lines.get(at + period)) && repeats(lines, at, period) >= 3) {
                return period;
            }
        }
        return 0;
    }

    private static int repeats(List<String> lines, int at, int period) {
        int end = at + period;
        while (end < lines.size() && lines.get(end).equals(lines.get(end - period))) end++;
        return (end - at) / period;
    }
}
