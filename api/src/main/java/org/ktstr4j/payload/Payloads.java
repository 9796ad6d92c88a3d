// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.MetricHint;
import org.ktstr4j.metric.format.Cyclictest;
import org.ktstr4j.metric.format.Hackbench;
import org.ktstr4j.metric.format.PerfStat;
import org.ktstr4j.metric.format.RtApp;
import org.ktstr4j.metric.format.Schbench;
import org.ktstr4j.metric.format.StressNgYaml;
import org.ktstr4j.metric.format.Sysbench;

/// Programs that are ready to use: arguments that make them print what can be read, checks that say whether they
/// did their work, units and polarities of what they report. Names of metrics are those that the recorded
/// versions print.
public final class Payloads {
    /// fio: `ctx.payload(FIO).args("--name=j", "--ioengine=null", "--rw=randread", "--size=64m", "--time_based",
    /// "--runtime=2")`.
    ///
    /// One JSON document at its end; all processes in one entry, `jobs.0`. Requires exit code 0 and no job error.
    /// Rates in IO/s and B/s, latencies in ns.
    public static final Payload FIO = Payload.builder("fio", "fio")
            .output(OutputFormat.JSON)
            .args("--output-format=json", "--group_reporting")
            .checks(MetricCheck.exitCodeEq(0), MetricCheck.range("jobs.0.error", 0, 0))
            .hints(fioHints())
            .build();

    /// stress-ng: `ctx.payload(STRESS_NG).args("--switch", "2", "-t", "2")`.
    ///
    /// Its YAML file becomes `switch.bogo-ops-per-second-real-time` (the headline) and so on. Requires exit code
    /// 0: 2 says that a stressor failed, 3 that resources were short, 4 that it is not implemented here. After an
    /// interruption it exits with 0 too; `switch.wall-clock-time` then tells. Bogo operations compare only within
    /// one stressor, version and build.
    public static final Payload STRESS_NG = Payload.builder("stress-ng", "stress-ng")
            .output(new OutputFormat("stress-ng", new StressNgYaml()))
            .args("--metrics", "--yaml", "stress-ng.yaml")
            .resultFiles("stress-ng.yaml")
            .checks(MetricCheck.exitCodeEq(0))
            .build();

    /// schbench of 2025-05-16 or later: `ctx.payload(SCHBENCH).args("-m", "2", "-t", "2", "-r", "5", "-i", "2")`.
    ///
    /// Latencies in us as `int.wakeup_latency_pct99.0`, rates in req/s; give `-i` below `-r` to get the
    /// scheduling delays. Requires exit code 0 and the figures of the whole run.
    public static final Payload SCHBENCH = Payload.builder("schbench", "schbench")
            .output(new OutputFormat("schbench", new Schbench()))
            .args("-j", "-")
            .checks(MetricCheck.exitCodeEq(0), MetricCheck.exists("int.wakeup_latency_pct99.0"))
            .build();

    /// hackbench of rt-tests: `ctx.payload(HACKBENCH).args("-g", "4", "-l", "1000")`.
    ///
    /// `time` in s, `messages_per_sec`. Requires exit code 0 and the three lines of a complete run; a run of less
    /// than 0.1 s is inconclusive. The parent opens 40 descriptors for each group.
    public static final Payload HACKBENCH = Payload.builder("hackbench", "hackbench")
            .output(new OutputFormat("hackbench", new Hackbench()))
            .checks(
                    MetricCheck.exitCodeEq(0),
                    MetricCheck.exists("time"),
                    MetricCheck.exists("messages_per_sec").orInconclusive())
            .build();

    /// cyclictest of rt-tests 2: `ctx.payload(CYCLICTEST).args("-D", "2", "-t", "2", "-i", "1000", "-h",
    /// "2000")`.
    ///
    /// Latencies in us by thread, and over all threads `max`, with `-h` also `p50`, `p99`, `p99.9` and
    /// `overflow`. Requires exit code 0 and a thread that measured. After an interruption it exits with 0 too;
    /// `cycles` then tells.
    public static final Payload CYCLICTEST = Payload.builder("cyclictest", "cyclictest")
            .output(new OutputFormat("cyclictest", new Cyclictest()))
            .args("-q", "-d", "0", "--json=cyclictest.json")
            .resultFiles("cyclictest.json")
            .checks(MetricCheck.exitCodeEq(0), MetricCheck.min("thread.0.cycles", 1))
            .build();

    /// rt-app 1.0: `ctx.payload(RT_APP).arg("/include-files/load.json")`.
    ///
    /// One log for each thread, read from the working directory: leave `logdir` out of the configuration. Give an
    /// integer `calibration`. Per thread `TASK-INDEX.wu_lat.p99` in us, `.slack.min`, `.overruns`, `.loops`.
    /// Requires exit code 0 and a thread that finished a loop: with a wrong path rt-app 1.0 exits with 0.
    public static final Payload RT_APP = Payload.builder("rt-app", "rt-app")
            .output(new OutputFormat("rt-app", new RtApp()))
            .resultFiles("*.log")
            .checks(MetricCheck.exitCodeEq(0), MetricCheck.min("threads", 1))
            .build();

    /// sysbench 1.0: `ctx.payload(SYSBENCH).args("cpu", "--threads=2", "--time=2", "run")`.
    ///
    /// `events_per_sec`, latencies in ms as `lat.p99`, fairness over threads as `fair.events.stddev`. Requires
    /// exit code 0 and at least one event.
    public static final Payload SYSBENCH = Payload.builder("sysbench", "sysbench")
            .output(new OutputFormat("sysbench", new Sysbench()))
            .args("--percentile=99")
            .checks(MetricCheck.exitCodeEq(0), MetricCheck.min("events", 1))
            .build();

    /// perf stat: `ctx.payload(PERF_STAT).args("-e", "context-switches,task-clock", "--", "sleep", "1")`.
    ///
    /// A metric for each event, under its name. The exit code is that of the measured command, and nothing is
    /// required of it.
    public static final Payload PERF_STAT = Payload.builder("perf-stat", "perf")
            .output(new OutputFormat("perf-stat", new PerfStat()))
            .args("stat", "-j", "--log-fd", "1")
            .build();

    private Payloads() {}

    private static List<MetricHint> fioHints() {
        List<MetricHint> hints = new ArrayList<>();
        hints.add(MetricHint.target("jobs.0.error", 0, "errno"));
        for (String direction : List.of("read", "write")) {
            String prefix = "jobs.0." + direction + ".";
            hints.add(MetricHint.higher(prefix + "iops", "IO/s"));
            hints.add(MetricHint.higher(prefix + "bw_bytes", "B/s"));
            hints.add(MetricHint.higher(prefix + "bw", "KiB/s"));
            hints.add(MetricHint.higher(prefix + "total_ios", "count"));
            hints.add(MetricHint.lower(prefix + "lat_ns.mean", "ns"));
            hints.add(MetricHint.lower(prefix + "lat_ns.max", "ns"));
            hints.add(MetricHint.lower(prefix + "clat_ns.mean", "ns"));
            hints.add(MetricHint.lower(prefix + "clat_ns.percentile.99.000000", "ns"));
        }
        hints.add(MetricHint.unit("jobs.0.job_runtime", "ms"));
        hints.add(MetricHint.unit("jobs.0.usr_cpu", "%"));
        hints.add(MetricHint.unit("jobs.0.sys_cpu", "%"));
        hints.add(MetricHint.unit("jobs.0.ctx", "count"));
        return hints;
    }
}
