// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.MetricHint;

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

    /// stress-ng by its exit code: `ctx.payload(STRESS_NG).args("--switch", "2", "-t", "2")`.
    ///
    /// Requires exit code 0: 2 says that a stressor failed, 3 that resources were short, 4 that it is not
    /// implemented here.
    public static final Payload STRESS_NG = Payload.builder("stress-ng", "stress-ng")
            .checks(MetricCheck.exitCodeEq(0))
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
