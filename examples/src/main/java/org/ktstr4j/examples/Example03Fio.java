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
