// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.MetricCollector;
import org.ktstr4j.metric.extract.Output;

/// `perf stat -j` (one JSON object a line) and `perf stat -x,` (comma separated), on standard output or else on
/// standard error. Its numbers are strings, so the JSON format sees none of them.
public final class PerfStat implements Extractor {
    private static final String[] PLACES = {"cpu", "core", "die", "socket", "node", "thread", "cgroup"};

    /// The format; it has no settings.
    public PerfStat() {}

    /// {@return a metric for each counter, named by its event: `context-switches`; with `-A`, `--per-core` and
    /// the like followed by the place: `context-switches.cpu0`; with `-I` the sum over all intervals}
    ///
    /// Counters that were not counted or are not supported give a notice; so do those that were counted for only
    /// a part of the time and scaled.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        Extraction stdout = read(capture.stdout(), MetricStream.STDOUT);
        return stdout.metrics().isEmpty() && stdout.notices().isEmpty()
                ? read(capture.stderr(), MetricStream.STDERR)
                : stdout;
    }

    /// One counter of one line.
    private record Counter(String name, String value, String unit, double runningPct, boolean interval, String line) {}

    private static Extraction read(Output output, MetricStream stream) {
        MetricCollector found = new MetricCollector("perf-stat", stream);
        Map<String, double[]> sums = new LinkedHashMap<>();
        Map<String, Counter> last = new LinkedHashMap<>();
        for (String line : output.lines()) {
            Counter counter = line.startsWith("{") ? json(line) : csv(line);
            if (counter == null) {
                continue;
            }
            double value = Numbers.parse(counter.value);
            if (Double.isNaN(value)) {
                found.notice("event " + counter.name + ": " + counter.value);
                continue;
            }
            if (counter.runningPct < 100) {
                found.notice("event " + counter.name + ": counted for " + counter.runningPct
                        + " % of the time, its value is scaled");
            }
            if (counter.interval) {
                sums.computeIfAbsent(counter.name, name -> new double[1])[0] += value;
                last.put(counter.name, counter);
            } else {
                add(counter, value, found);
            }
        }
        for (Map.Entry<String, Counter> counter : last.entrySet()) {
            add(counter.getValue(), java.util.Objects.requireNonNull(sums.get(counter.getKey()))[0], found);
        }
        return found.toExtraction();
    }

    private static void add(Counter counter, double value, MetricCollector found) {
        Polarity polarity = counter.name.startsWith("cpu-migrations") ? Polarity.lowerBetter() : Polarity.unknown();
        String unit = counter.unit.isEmpty() ? "count" : counter.unit.equals("msec") ? "ms" : counter.unit;
        found.add(counter.name, value, polarity, unit, counter.line);
    }

    private static @org.jspecify.annotations.Nullable Counter json(String line) {
        if (!line.contains("\"counter-value\"")) {
            return null;
        }
        try {
            Node node = Json.read("line of perf stat", line);
            StringBuilder name = new StringBuilder(node.get("event").string());
            for (String place : PLACES) {
                if (node.get(place).present()) {
                    name.append('.')
                            .append(place)
                            .append(node.get(place).string().strip());
                }
            }
            return new Counter(
                    name.toString(),
                    node.get("counter-value").string(),
                    node.get("unit").string(),
                    node.get("pcnt-running").present()
                            ? node.get("pcnt-running").number()
                            : 100,
                    node.get("interval").present(),
                    line);
        } catch (IllegalArgumentException e) {
            return null; // a line of the measured command, or half a line
        }
    }

    /// `value,unit,event,run time,percent running,metric,metric unit`; a line of another form is none of perf's.
    private static @org.jspecify.annotations.Nullable Counter csv(String line) {
        String[] cells = line.split(",", -1);
        boolean counted = cells.length >= 5
                && (cells[0].startsWith("<not ") || !Double.isNaN(Numbers.parse(cells[0])))
                && !Double.isNaN(Numbers.parse(cells[3]))
                && !Double.isNaN(Numbers.parse(cells[4]));
        return counted ? new Counter(cells[2], cells[0], cells[1], Numbers.parse(cells[4]), false, line) : null;
    }
}
