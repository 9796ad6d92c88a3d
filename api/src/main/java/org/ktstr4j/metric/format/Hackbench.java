// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.MetricCollector;

/// The three lines of hackbench (rt-tests 2.4). After an interruption it prints other lines and a `Time:` line
/// and exits 0, so anything but exactly these three lines gives no metric.
public final class Hackbench implements Extractor {
    /// Below this the three decimals of the time say too little for a rate.
    private static final double SHORTEST_S = 0.1;

    /// The format; it has no settings.
    public Hackbench() {}

    /// {@return `time` (s), `tasks` (count), and `messages_per_sec` (msg/s) if the time is at least 0.1 s}
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        MetricCollector found = new MetricCollector("hackbench", MetricStream.STDOUT);
        List<String> lines = new ArrayList<>();
        for (String line : capture.stdout().lines()) {
            if (lines.size() > 3) {
                break;
            }
            if (!line.isBlank()) {
                lines.add(line);
            }
        }
        if (lines.size() != 3 || !read(lines, found)) {
            found.notice("stdout is not the three lines of a complete hackbench run; there are no metrics");
        }
        return found.toExtraction();
    }

    private static boolean read(List<String> lines, MetricCollector found) {
        String mode = lines.get(0);
        String load = lines.get(1);
        String result = lines.get(2);
        double groups = Numbers.after(mode, "mode with");
        double descriptors = Numbers.after(mode, "groups using");
        double tasks = Numbers.after(mode, "(==");
        double loops = Numbers.after(load, "Each sender will pass");
        double time = result.startsWith("Time:") ? Numbers.after(result, "Time:") : Double.NaN;
        if (Double.isNaN(groups + descriptors + tasks + loops + time)) {
            return false;
        }
        found.lower("time", time, "s", result);
        if (time >= SHORTEST_S) {
            double senders = descriptors / 2;
            found.higher("messages_per_sec", groups * senders * senders * loops / time, "msg/s", result);
        } else {
            found.notice("hackbench ran for only " + time + " s; give it more loops (-l) to get a rate");
        }
        found.add("tasks", tasks, Polarity.targetValue(tasks), "count", mode);
        return true;
    }
}
