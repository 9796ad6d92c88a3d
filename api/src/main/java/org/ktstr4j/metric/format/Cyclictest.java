// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.JsonExtractor;
import org.ktstr4j.metric.extract.MetricCollector;
import org.ktstr4j.metric.extract.Output;

/// The JSON of cyclictest (rt-tests 2.4), from a result file or from standard output, and what it does not
/// compute itself: figures over all threads.
public final class Cyclictest implements Extractor {
    /// The format; it has no settings.
    public Cyclictest() {}

    /// {@return all numbers of the document, and over all threads `max`, `cycles`, and with `-h` also `p50`,
    /// `p99`, `p99.9` and `overflow` (cycles whose latency was beyond the histogram; percentiles are left out if
    /// there are any)}
    ///
    /// Latencies are in us, or in ns if the document says so.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        Output document = capture.files().isEmpty()
                ? capture.stdout()
                : capture.files().values().iterator().next();
        MetricStream stream = capture.files().isEmpty() ? MetricStream.STDOUT : MetricStream.FILE;
        Extraction json = new JsonExtractor().extract(Capture.of(document, Output.empty()));
        MetricCollector found = new MetricCollector("cyclictest", stream);
        json.notices().forEach(found::notice);
        if (!json.metrics().isEmpty()) {
            read(json.metrics(), found);
        }
        return found.toExtraction();
    }

    private static void read(List<Metric> metrics, MetricCollector found) {
        Map<String, Double> byName = new HashMap<>();
        for (Metric metric : metrics) {
            byName.putIfAbsent(metric.name(), metric.value());
        }
        String unit = byName.getOrDefault("resolution_in_ns", 0.0) == 1 ? "ns" : "us";
        TreeMap<Long, Double> histogram = new TreeMap<>();
        double max = Double.NEGATIVE_INFINITY;
        double cycles = 0;
        for (Metric metric : metrics) {
            String[] path = metric.name().split("\\.", -1);
            String last = path[path.length - 1];
            boolean ofThread = path.length == 3 && path[0].equals("thread");
            if (path.length == 4 && path[2].equals("histogram")) {
                double bucket = Numbers.parse(last);
                if (bucket >= 0 && bucket < 1e12) {
                    histogram.merge((long) bucket, metric.value(), Double::sum);
                }
                found.plain(metric.name(), metric.value(), "count", metric.raw());
            } else if (ofThread && (last.equals("min") || last.equals("avg") || last.equals("max"))) {
                max = last.equals("max") ? Math.max(max, metric.value()) : max;
                found.lower(metric.name(), metric.value(), unit, metric.raw());
            } else if (ofThread && last.equals("cycles")) {
                cycles += metric.value();
                found.plain(metric.name(), metric.value(), "count", metric.raw());
            } else if (last.equals("return_code")) {
                found.add(metric.name(), metric.value(), Polarity.targetValue(0), "", metric.raw());
            } else {
                found.plain(metric.name(), metric.value(), "", metric.raw());
            }
        }
        if (cycles > 0) {
            found.lower("max", max, unit, "").plain("cycles", cycles, "count", "");
            percentiles(histogram, cycles, unit, found);
        }
    }

    private static void percentiles(
            NavigableMap<Long, Double> histogram, double cycles, String unit, MetricCollector found) {
        if (histogram.isEmpty()) {
            return;
        }
        double inside = 0;
        for (double count : histogram.values()) {
            inside += count;
        }
        found.lower("overflow", cycles - inside, "count", "");
        if (cycles != inside) {
            return;
        }
        found.lower("p50", percentile(histogram, cycles * 0.5), unit, "");
        found.lower("p99", percentile(histogram, cycles * 0.99), unit, "");
        found.lower("p99.9", percentile(histogram, cycles * 0.999), unit, "");
    }

    /// The nearest rank: the first bucket with at least so many cycles in it and before it.
    private static double percentile(NavigableMap<Long, Double> histogram, double rank) {
        double seen = 0;
        for (Map.Entry<Long, Double> bucket : histogram.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return bucket.getKey();
            }
        }
        return histogram.lastKey();
    }
}
