// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.JsonExtractor;
import org.ktstr4j.metric.extract.MetricCollector;
import org.ktstr4j.metric.extract.Output;

/// schbench since 2025-05-16: its line of JSON on standard output (`-j -`), and from the text on standard error
/// what the JSON does not have. Without the JSON its figures are taken from the text, under the same names.
public final class Schbench implements Extractor {
    private static final String WAKEUP = "Wakeup Latencies percentiles";
    private static final String REQUEST = "Request Latencies percentiles";
    private static final String RPS = "RPS percentiles";

    /// The format; it has no settings.
    public Schbench() {}

    /// {@return `int.wakeup_latency_pct99.0`, `int.request_latency_…` (us), `int.rps_…` (req/s), `int.runtime`
    /// (s), and `average_rps`, `wakeup_samples`, `request_samples`, `sched_delay_message`, `sched_delay_worker`
    /// (us), `transfer_ops` (ops/s)}
    ///
    /// Percentiles are buckets of a logarithmic histogram: a percentile may be above the maximum or below the
    /// minimum. The delays are those of the last interval; in the final block they are always 0, so without an
    /// interval (`-i`) there are none. `int.time` is left out.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        MetricCollector found = new MetricCollector("schbench", MetricStream.STDOUT);
        Extraction json = new JsonExtractor().extract(Capture.of(capture.stdout(), Output.empty()));
        json.notices().forEach(found::notice);
        Set<String> names = new HashSet<>();
        for (Metric metric : json.metrics()) {
            if (!metric.name().equals("int.time")) {
                add(metric.name(), metric.value(), metric.raw(), found);
                names.add(metric.name());
            }
        }
        found.in(MetricStream.STDERR);
        Text text = new Text();
        for (String line : capture.stderr().lines()) {
            text.line(line);
        }
        text.addTo(found, names);
        return found.toExtraction();
    }

    private static void add(String name, double value, String raw, MetricCollector found) {
        if (name.contains("_latency_")) {
            found.lower(name, value, "us", raw);
        } else if (name.startsWith("int.rps_")) {
            found.higher(name, value, "req/s", raw);
        } else if (name.equals("int.runtime")) {
            found.add(name, value, Polarity.targetValue(value), "s", raw);
        } else {
            found.plain(name, value, "", raw);
        }
    }

    /// The text so far: always the last block of each kind.
    private static final class Text {
        private final Map<String, String> figures = new LinkedHashMap<>();
        private @Nullable String group;
        private String wakeupSamples = "";
        private String requestSamples = "";
        private String averageRps = "";
        private String transfer = "";
        private String delay = "";
        private String lastDelay = "";

        private void line(String line) {
            String text = line.strip();
            if (text.startsWith(WAKEUP)) {
                group = "int.wakeup_latency_";
                wakeupSamples = text;
            } else if (text.startsWith(REQUEST)) {
                group = "int.request_latency_";
                requestSamples = text;
            } else if (text.startsWith(RPS)) {
                group = "int.rps_";
            } else if (text.startsWith("average rps:")) {
                averageRps = text;
            } else if (text.startsWith("avg worker transfer:")) {
                transfer = text;
            } else if (text.startsWith("sched delay:")) {
                lastDelay = text;
            } else if (text.startsWith("current rps:")) {
                // only the blocks of intervals have this line, and it comes after their delay
                delay = lastDelay;
            } else if (group != null) {
                figure(group, text);
            }
        }

        private void figure(String prefix, String text) {
            String figure = text.startsWith("* ") ? text.substring(2) : text;
            int ordinal = figure.indexOf("th:");
            if (ordinal > 0) {
                figures.put(prefix + "pct" + figure.substring(0, ordinal), text);
            } else if (figure.startsWith("min=")) {
                figures.put(prefix + "min", text);
                figures.put(prefix + "max", text);
            } else {
                group = null;
            }
        }

        private void addTo(MetricCollector found, Set<String> known) {
            for (Map.Entry<String, String> figure : figures.entrySet()) {
                String name = figure.getKey();
                if (!known.contains(name)) {
                    String label = name.endsWith("min") ? "min=" : name.endsWith("max") ? "max=" : "th:";
                    addIfThere(name, Numbers.after(figure.getValue(), label), figure.getValue(), found);
                }
            }
            higher("average_rps", Numbers.after(averageRps, "average rps:"), "req/s", averageRps, found);
            higher("transfer_ops", Numbers.after(transfer, "avg worker transfer:"), "ops/s", transfer, found);
            samples("wakeup_samples", wakeupSamples, found);
            samples("request_samples", requestSamples, found);
            delay("sched_delay_message", "message", found);
            delay("sched_delay_worker", "worker", found);
        }

        private void delay(String name, String label, MetricCollector found) {
            double value = Numbers.after(delay, label);
            if (!Double.isNaN(value)) {
                found.lower(name, value, "us", delay);
            }
        }

        private static void samples(String name, String text, MetricCollector found) {
            int bracket = text.lastIndexOf('(');
            double value = bracket < 0 ? Double.NaN : Numbers.after(text.substring(bracket), "(");
            if (!Double.isNaN(value)) {
                found.plain(name, value, "count", text);
            }
        }

        private static void higher(String name, double value, String unit, String raw, MetricCollector found) {
            if (!Double.isNaN(value)) {
                found.higher(name, value, unit, raw);
            }
        }

        private static void addIfThere(String name, double value, String raw, MetricCollector found) {
            if (!Double.isNaN(value)) {
                add(name, value, raw, found);
            }
        }
    }
}
