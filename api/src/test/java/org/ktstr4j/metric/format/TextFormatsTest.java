// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextFormatsTest {
    private static final String INCOMPLETE =
            "stdout is not the three lines of a complete hackbench run; there are no metrics";

    @Test
    void hackbench_has_a_time_and_a_rate() {
        Found found = Found.in(new Hackbench(), Found.sample("hackbench-2.4-sockets.txt"), "");

        assertEquals("0.605 s LowerBetter", found.get("time"));
        assertEquals(2 * 20 * 20 * 200 / 0.605, found.metric("messages_per_sec").value());
        assertEquals("80 count TargetValue(80)", found.get("tasks"));
    }

    @Test
    void a_hackbench_run_that_is_too_short_has_no_rate() {
        Found found = Found.in(new Hackbench(), Found.sample("hackbench-2.4-too-short.txt"), "");

        assertEquals(List.of("time", "tasks"), found.names());
        assertEquals(List.of("hackbench ran for only 0.015 s; give it more loops (-l) to get a rate"), found.notices());
    }

    @Test
    void an_interrupted_hackbench_run_has_no_metrics() {
        String complete = Found.sample("hackbench-2.4-sockets.txt");
        Found interrupted = Found.in(new Hackbench(), "Signal 2 caught\n" + complete, "");

        assertEquals(List.of(), interrupted.names());
        assertEquals(List.of(INCOMPLETE), interrupted.notices());
        assertEquals(
                List.of(INCOMPLETE),
                Found.in(new Hackbench(), complete.lines().findFirst().orElseThrow(), "")
                        .notices());
    }

    @Test
    void sysbench_cpu_has_a_rate_latencies_and_fairness() {
        Found found = Found.in(new Sysbench(), Found.sample("sysbench-1.0.20-cpu.txt"), "");

        assertEquals(
                List.of(
                        "events_per_sec",
                        "total_time",
                        "events",
                        "lat.min",
                        "lat.avg",
                        "lat.max",
                        "lat.p99",
                        "lat.sum",
                        "fair.events.avg",
                        "fair.events.stddev",
                        "fair.time.avg",
                        "fair.time.stddev"),
                found.names());
        assertTrue(found.get("events_per_sec").endsWith(" ev/s HigherBetter"));
        assertTrue(found.get("lat.p99").endsWith(" ms LowerBetter"));
        assertTrue(found.get("fair.events.stddev").endsWith(" count LowerBetter"));
        assertTrue(found.metric("lat.p99").raw().startsWith("99th percentile:"));
    }

    @Test
    void sysbench_threads_gets_its_rate_from_events_and_time() {
        Found found = Found.in(new Sysbench(), Found.sample("sysbench-1.0.20-threads.txt"), "");

        assertEquals(
                found.metric("events").value() / found.metric("total_time").value(),
                found.metric("events_per_sec").value());
        assertEquals("none", found.get("lat.p99"));
    }

    @Test
    void cyclictest_has_figures_over_all_threads() {
        Found found = Found.inFiles(new Cyclictest(), "cyclictest-2.4-histogram.json");

        assertEquals("0 count LowerBetter", found.get("overflow"));
        double max = Math.max(
                found.metric("thread.0.max").value(),
                found.metric("thread.1.max").value());
        assertEquals(max, found.metric("max").value());
        assertEquals("us", found.metric("p99").unit());
        assertTrue(found.metric("p50").value() <= found.metric("p99").value());
        assertTrue(found.metric("p99.9").value() <= max);
        assertEquals("0 TargetValue(0)", found.get("return_code"));
    }

    @Test
    void cyclictest_has_no_percentiles_when_the_histogram_overflowed() {
        Found found = Found.inFiles(new Cyclictest(), "cyclictest-2.4-overflow.json");

        assertTrue(found.metric("overflow").value() > 0);
        assertEquals("none", found.get("p99"));
    }

    @Test
    void cyclictest_on_stdout_stands_between_lines_of_text() {
        Found found = Found.in(new Cyclictest(), Found.sample("cyclictest-2.4-no-histogram.txt"), "");

        assertTrue(found.metric("thread.0.cycles").value() > 100);
        assertEquals("none", found.get("overflow"));
    }

    @Test
    void rt_app_is_summed_up_by_thread() {
        Found found = Found.inFiles(new RtApp(), "rt-app-1.0-periodic.rt-sl-2.log", "rt-app-1.0-periodic.rt-per-0.log");

        assertEquals(
                List.of(
                        "per-0.loops",
                        "per-0.run.mean",
                        "per-0.wu_lat.p50",
                        "per-0.wu_lat.p99",
                        "per-0.wu_lat.max",
                        "per-0.slack.min",
                        "per-0.overruns",
                        "sl-2.loops",
                        "sl-2.run.mean",
                        "threads"),
                found.names());
        assertEquals("19 count Unknown", found.get("per-0.loops"));
        assertEquals("65 us LowerBetter", found.get("per-0.wu_lat.p50"));
        assertEquals("3881 us LowerBetter", found.get("per-0.wu_lat.max"));
        assertEquals("45681 us HigherBetter", found.get("per-0.slack.min"));
        assertEquals("0 count LowerBetter", found.get("per-0.overruns"));
        assertEquals("2 count Unknown", found.get("threads"));
    }

    @Test
    void rt_app_without_a_log_has_no_thread() {
        assertEquals("0 count Unknown", Found.in(new RtApp(), "", "").get("threads"));
    }

    @Test
    void perf_stat_in_json_is_named_by_event() {
        Found found = Found.in(new PerfStat(), "output of the command\n" + Found.sample("perf-6.1-stat-j.txt"), "");

        assertEquals(List.of("context-switches", "cpu-migrations", "task-clock", "page-faults"), found.names());
        assertEquals("11 count Unknown", found.get("context-switches"));
        assertEquals("0 count LowerBetter", found.get("cpu-migrations"));
        assertEquals("3.701176 ms Unknown", found.get("task-clock"));
        assertEquals(List.of("event cycles: <not supported>"), found.notices());
    }

    @Test
    void perf_stat_with_commas_is_the_same() {
        Found found = Found.in(new PerfStat(), "", "a, b, c\n" + Found.sample("perf-6.1-stat-x.txt"));

        assertEquals(List.of("context-switches", "cpu-migrations", "task-clock"), found.names());
        assertEquals("0.51 ms Unknown", found.get("task-clock"));
    }

    @Test
    void perf_stat_by_cpu_has_the_cpu_in_the_name() {
        Found found = Found.in(new PerfStat(), Found.sample("perf-6.1-stat-per-cpu.txt"), "");

        assertEquals(List.of("context-switches.cpu0", "context-switches.cpu1"), found.names());
    }

    @Test
    void perf_stat_intervals_are_added_up() {
        Found found = Found.in(new PerfStat(), Found.sample("perf-6.1-stat-intervals.txt"), "");

        assertEquals("2 count Unknown", found.get("context-switches"));
        assertEquals(0.614443 + 0.057686, found.metric("task-clock").value(), 1e-9);
    }

    @Test
    void a_multiplexed_counter_is_noted() {
        Found found = Found.in(
                new PerfStat(),
                "{\"counter-value\" : \"5\", \"unit\" : \"\", \"event\" : \"cycles\", \"event-runtime\" : 1, \"pcnt-running\" : 40.50}",
                "");

        assertEquals(List.of("event cycles: counted for 40.5 % of the time, its value is scaled"), found.notices());
    }
}
