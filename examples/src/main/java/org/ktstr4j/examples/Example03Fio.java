// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.ktstr4j.payload.Payloads.FIO;

import java.time.Duration;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.verdict.AssertResult;

/// A real program with metrics, bounds on them, and a control group.
///
/// ```
/// $ ./ktstr test --classpath examples/target/classes --select Example03Fio
/// fio: jobs.0.read.iops = 23996 IO/s
///   passed         Example03Fio.readsAndWritesOnOneCache  14.0 s (boot 6.7 s, body 4.9 s of guest time)
///
/// Example03Fio.readsAndWritesOnOneCache
///   fio  finished, exit code 0, 3370 ms, cgroup /sys/fs/cgroup/ktstr/io
///     jobs.0.error                                      0 errno  target 0.0
///     jobs.0.job_runtime                                1000 ms
///     jobs.0.read.iops                               23996 IO/s  higher is better
///     jobs.0.read.lat_ns.mean                    10283.848808 ns  lower is better
///     jobs.0.write.iops                              23887 IO/s  higher is better
///     jobs.0.write.lat_ns.mean                   11192.062586 ns  lower is better
///     and 193 metrics without unit or check
///     check passed        exit code = 0
///     check passed        0 ≤ jobs.0.error ≤ 0
///     check passed        jobs.0.read.iops ≥ 100
///     check passed        900 ≤ jobs.0.job_runtime ≤ 5000
/// ```
public class Example03Fio {
    /// Made in the guest.
    public Example03Fio() {}

    /// fio on the second last-level cache only, its JSON turned into metrics, two of them bounded.
    ///
    /// @param ctx the guest
    /// @return whether fio exited with 0 and kept the bounds
    @KtstrTest(topology = "1n2l2c1t")
    public AssertResult readsAndWritesOnOneCache(Ctx ctx) {
        ctx.cgroups().create("io").cpuset("2-3");
        PayloadResult fio = ctx.payload(FIO)
                .args("--name=mixed", "--filename=/tmp/mixed", "--size=4m", "--rw=randrw", "--bs=4k")
                .args("--time_based", "--runtime=1", "--thread")
                .inCgroup("io")
                .timeout(Duration.ofSeconds(30))
                .check(MetricCheck.min("jobs.0.read.iops", 100))
                .check(MetricCheck.range("jobs.0.job_runtime", 900, 5_000))
                .run();
        fio.metrics().get("jobs.0.read.iops").ifPresent(metric -> System.out.println("fio: " + metric));
        return fio.verdict();
    }
}
