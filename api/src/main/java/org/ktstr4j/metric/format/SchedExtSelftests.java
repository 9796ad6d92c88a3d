// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.MetricCollector;

/// The runner of the kernel tree's sched_ext selftests (`tools/testing/selftests/sched_ext/runner`).
///
/// Each test stands between `===== START =====` and `=====  END  =====`; its result is the last line before the end,
/// `ok N NAME # …`. What a test prints itself may look the same (nested TAP) and does not count. A test that was begun
/// and has no result is one in which the runner died.
public final class SchedExtSelftests implements Extractor {
    private static final String START = "===== START =====";
    private static final String END = "=====  END  =====";
    private static final String NAME = "TEST: ";

    /// The format; it has no settings.
    public SchedExtSelftests() {}

    /// {@return `test.NAME` (1 passed, 0 failed; none for a skipped one), `passed`, `failed`, `skipped`, and
    /// `complete` (1 if the runner's own summary is there and says the same, else 0)}
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        MetricCollector found = new MetricCollector("sched_ext selftests", MetricStream.STDOUT);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String each : List.of("passed", "failed", "skipped")) counts.put(each, 0);
        Map<String, String> summary = new LinkedHashMap<>();
        @Nullable String test = null;
        String last = "";
        for (String line : capture.stdout().lines()) {
            if (line.equals(START)) {
                lost(found, test);
                test = "";
            } else if (line.startsWith(NAME) && "".equals(test)) {
                test = line.substring(NAME.length()).strip();
            } else if (line.equals(END) && test != null) {
                String result = result(test, last);
                if (result.isEmpty()) lost(found, test);
                else counts.merge(result, 1, Integer::sum);
                if (result.equals("passed") || result.equals("failed")) {
                    found.higher("test." + test, result.equals("passed") ? 1 : 0, "", last);
                }
                test = null;
            } else if (test == null && line.indexOf(':') > 0) {
                summary.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip());
            }
            last = line;
        }
        lost(found, test);
        counts.forEach((name, count) -> found.plain(name, count, "count", name));
        boolean complete = counts.entrySet().stream()
                .allMatch(each -> String.valueOf(each.getValue())
                        .equals(summary.get(each.getKey().toUpperCase(Locale.ROOT))));
        found.higher("complete", complete ? 1 : 0, "", "RESULTS");
        if (!complete)
            found.notice("the runner's own summary is missing, or says something else: it did not come to its end");
        return found.toExtraction();
    }

    private static void lost(MetricCollector found, @Nullable String test) {
        if (test != null) found.notice("test " + test + " was begun and has no result");
    }

    /// {@return `passed`, `failed` or `skipped`; empty if the line is no result of this test}
    private static String result(String test, String line) {
        String rest = line.startsWith("not ok ") ? line.substring(7) : line.startsWith("ok ") ? line.substring(3) : "";
        int space = rest.indexOf(' ');
        int hash = rest.lastIndexOf(" # ");
        if (space < 0 || hash < space || !rest.substring(space + 1, hash).equals(test)) return "";
        if (line.startsWith("not ok ")) return "failed";
        return rest.substring(hash).contains("SKIP") ? "skipped" : "passed";
    }
}
