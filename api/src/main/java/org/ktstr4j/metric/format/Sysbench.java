// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.MetricCollector;

/// The text report of sysbench 1.0 (cpu, threads, mutex, memory). Latencies are in ms with two decimals.
public final class Sysbench implements Extractor {
    /// The format; it has no settings.
    public Sysbench() {}

    /// {@return `events_per_sec`, `total_time`, `events`, `lat.min`, `lat.avg`, `lat.max`, `lat.pN`, `lat.sum`,
    /// `fair.events.avg`, `fair.events.stddev`, `fair.time.avg`, `fair.time.stddev`, as far as they are printed}
    ///
    /// A test without a rate of its own gets one: events per second of total time.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        Report report = new Report();
        for (String line : capture.stdout().lines()) {
            report.line(line.strip());
        }
        return report.found.toExtraction();
    }

    /// One reading of one report.
    private static final class Report {
        private final MetricCollector found = new MetricCollector("sysbench", MetricStream.STDOUT);
        private boolean latency;
        private boolean rate;
        private double totalTime = Double.NaN;

        private void line(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return;
            }
            String key = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (value.isEmpty()) {
                latency = key.equals("Latency (ms)");
            } else if (latency) {
                latency(key, value, line);
            } else {
                general(key, value, line);
            }
        }

        private void general(String key, String value, String line) {
            switch (key) {
                case "events per second" -> {
                    rate = true;
                    number("events_per_sec", value, Polarity.higherBetter(), "ev/s", line);
                }
                case "total time" -> {
                    String seconds = value.endsWith("s") ? value.substring(0, value.length() - 1) : value;
                    totalTime = Numbers.parse(seconds);
                    number("total_time", seconds, Polarity.unknown(), "s", line);
                }
                case "total number of events" -> events(value, line);
                case "events (avg/stddev)" -> pair("fair.events", value, "count", line);
                case "execution time (avg/stddev)" -> pair("fair.time", value, "s", line);
                default -> {
                    // settings and headings
                }
            }
        }

        private void events(String value, String line) {
            double events = Numbers.parse(value);
            if (!rate && totalTime > 0 && !Double.isNaN(events)) {
                found.higher("events_per_sec", events / totalTime, "ev/s", line);
            }
            number("events", value, Polarity.higherBetter(), "count", line);
        }

        private void latency(String key, String value, String line) {
            switch (key) {
                case "min", "avg", "max" -> number("lat." + key, value, Polarity.lowerBetter(), "ms", line);
                case "sum" -> number("lat.sum", value, Polarity.unknown(), "ms", line);
                default -> {
                    int ordinal = key.indexOf("th percentile");
                    if (ordinal > 0) {
                        number("lat.p" + key.substring(0, ordinal), value, Polarity.lowerBetter(), "ms", line);
                    }
                }
            }
        }

        private void pair(String name, String value, String unit, String line) {
            int slash = value.indexOf('/');
            if (slash > 0) {
                number(name + ".avg", value.substring(0, slash), Polarity.unknown(), unit, line);
                number(name + ".stddev", value.substring(slash + 1), Polarity.lowerBetter(), unit, line);
            }
        }

        private void number(String name, String text, Polarity polarity, String unit, String line) {
            double value = Numbers.parse(text);
            if (!Double.isNaN(value)) {
                found.add(name, value, polarity, unit, line);
            }
        }
    }
}
