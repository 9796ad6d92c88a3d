// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.MetricCollector;
import org.ktstr4j.metric.extract.Output;

/// The log files of rt-app 1.0: one per thread, `BASENAME-TASK-INDEX.log`, one line for each finished loop of a
/// phase.
public final class RtApp implements Extractor {
    private static final int COLUMNS = 11;
    private static final int RUN = 2;
    private static final int SLACK = 7;
    private static final int C_PERIOD = 9;
    private static final int WU_LAT = 10;

    /// The format; it has no settings.
    public RtApp() {}

    /// {@return for each thread `TASK-INDEX.loops` and `.run.mean`, and if it has a timer `.wu_lat.p50`, `.p99`,
    /// `.max`, `.slack.min` and `.overruns`; and `threads`, how many of them finished a loop}
    ///
    /// Times are in us. A slack below 0 is an overrun: the work was not done when the timer fired.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        MetricCollector found = new MetricCollector("rt-app", MetricStream.FILE);
        Map<String, Output> logs = new TreeMap<>();
        for (Map.Entry<String, Output> file : capture.files().entrySet()) {
            logs.put(thread(file.getKey()), file.getValue());
        }
        int threads = 0;
        for (Map.Entry<String, Output> log : logs.entrySet()) {
            threads += read(log.getKey(), log.getValue(), found) ? 1 : 0;
        }
        return found.plain("threads", threads, "count", "").toExtraction();
    }

    /// `per-0` for `/tmp/x/rt-app-per-0.log`: the last two parts of the name.
    private static String thread(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        name = name.endsWith(".log") ? name.substring(0, name.length() - 4) : name;
        int index = name.lastIndexOf('-');
        int task = index < 0 ? -1 : name.lastIndexOf('-', index - 1);
        return task < 0 ? name : name.substring(task + 1);
    }

    private static boolean read(String thread, Output log, MetricCollector found) {
        double[][] columns = new double[COLUMNS][16];
        int loops = 0;
        boolean timer = false;
        for (String line : log.lines()) {
            String[] cells = line.strip().split(" +", -1);
            if (cells.length != COLUMNS || line.startsWith("#")) {
                continue;
            }
            if (loops == columns[0].length) {
                for (int i = 0; i < COLUMNS; i++) {
                    columns[i] = Arrays.copyOf(columns[i], loops * 2);
                }
            }
            boolean complete = true;
            for (int i = 0; i < COLUMNS; i++) {
                columns[i][loops] = Numbers.parse(cells[i]);
                complete &= !Double.isNaN(columns[i][loops]);
            }
            if (complete) {
                timer |= columns[C_PERIOD][loops] > 0;
                loops++;
            }
        }
        if (loops > 0) {
            summary(thread, columns, loops, timer, found);
        }
        return loops > 0;
    }

    private static void summary(String thread, double[][] columns, int loops, boolean timer, MetricCollector found) {
        double run = 0;
        double slack = Double.POSITIVE_INFINITY;
        int overruns = 0;
        for (int i = 0; i < loops; i++) {
            run += columns[RUN][i];
            slack = Math.min(slack, columns[SLACK][i]);
            overruns += columns[SLACK][i] < 0 ? 1 : 0;
        }
        found.plain(thread + ".loops", loops, "count", "");
        found.lower(thread + ".run.mean", run / loops, "us", "");
        if (timer) {
            double[] latencies = Arrays.copyOf(columns[WU_LAT], loops);
            Arrays.sort(latencies);
            found.lower(thread + ".wu_lat.p50", rank(latencies, 0.5), "us", "");
            found.lower(thread + ".wu_lat.p99", rank(latencies, 0.99), "us", "");
            found.lower(thread + ".wu_lat.max", latencies[loops - 1], "us", "");
            found.higher(thread + ".slack.min", slack, "us", "");
            found.lower(thread + ".overruns", overruns, "count", "");
        }
    }

    /// The nearest rank.
    private static double rank(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
    }
}
