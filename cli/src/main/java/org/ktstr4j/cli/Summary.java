// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.report.PayloadTable;
import org.ktstr4j.host.report.SchedulerTable;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.json.Json;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.scheduler.SchedulerAttached;

/// What a command that ran tests says at its end.
final class Summary {
    private Summary() {}

    /// {@return one line for a finished test, and under it why it did not pass}
    static String line(Screen screen, TestLine test) {
        String mark = switch (test.label()) {
            case "passed" -> screen.green("passed       ");
            case "failed", "could not run" -> screen.red(pad(test.label()));
            default -> screen.yellow(pad(test.label()));
        };
        String took = test.tookNs() == 0 ? "" : "  " + Screen.seconds(test.tookNs());
        String times = test.sidecar().map(Summary::times).orElse("");
        String why =
                test.message().isEmpty() ? "" : "\n" + test.message().indent(4).stripTrailing();
        return "  " + mark + "  " + test.name() + took + times + why;
    }

    private static String times(Sidecar sidecar) {
        Long boot = sidecar.timesNs().get("boot");
        Long body = sidecar.timesNs().get("body");
        if (boot == null || body == null) return "";
        return " (boot %s, body %s of guest time)".formatted(Screen.seconds(boot), Screen.seconds(body));
    }

    private static String pad(String label) {
        return label + " ".repeat(Math.max(0, 13 - label.length()));
    }

    /// Prints the table of payloads, the counts, and where everything lies.
    static void print(Screen screen, List<TestLine> tests, PrintStream out) {
        screen.clear();
        for (TestLine test : tests) {
            List<PayloadRecord> payloads = test.sidecar().map(Sidecar::payloads).orElse(List.of());
            List<SchedulerAttached> schedulers =
                    test.sidecar().map(Sidecar::schedulers).orElse(List.of());
            if (payloads.isEmpty() && schedulers.isEmpty() && test.scenes().isEmpty()) continue;
            out.println();
            out.println(test.name());
            for (SchedulerAttached each : schedulers) out.println("  " + SchedulerTable.line(each));
            for (String line : test.scenes()) out.println("  " + line);
            for (PayloadRecord payload : payloads) {
                for (String line : PayloadTable.lines(payload)) out.println("  " + line);
            }
        }
        out.println();
        out.println(counts(tests));
        out.flush();
    }

    static String counts(List<TestLine> tests) {
        Map<String, Integer> counts = new TreeMap<>();
        for (TestLine test : tests) counts.merge(test.label(), 1, Integer::sum);
        List<String> parts = new ArrayList<>();
        counts.forEach((label, count) -> parts.add(count + " " + label));
        return tests.size() + (tests.size() == 1 ? " test: " : " tests: ") + String.join(", ", parts);
    }

    /// {@return the worst of the tests' exit codes: failed before could not run before inconclusive before
    /// passed}
    static int exitCode(List<TestLine> tests) {
        for (int code : new int[] {Main.FAILED, Main.COULD_NOT_RUN, Main.INCONCLUSIVE}) {
            for (TestLine test : tests) if (test.exitCode() == code) return code;
        }
        return 0;
    }

    static String json(List<TestLine> tests) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (TestLine test : tests) {
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            each.put("name", test.name());
            each.put("outcome", test.label());
            each.put("tookNs", test.tookNs());
            if (!test.message().isEmpty()) each.put("message", test.message());
            test.sidecar()
                    .ifPresent(sidecar -> each.put(
                            "result", Json.read("result", sidecar.toJson()).tree()));
            list.add(each);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("exitCode", exitCode(tests));
        all.put("tests", list);
        return Json.text(all);
    }
}
