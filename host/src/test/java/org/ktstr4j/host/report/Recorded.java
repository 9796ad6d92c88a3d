// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import java.util.List;
import java.util.OptionalInt;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadState;
import org.ktstr4j.payload.StreamSize;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;

/// Invocations as a run leaves them.
final class Recorded {
    private Recorded() {}

    /// {@return fio in a cgroup: metrics of all kinds, and a check that held, one that did not, one in the dark}
    static PayloadRecord fio() {
        return new PayloadRecord(
                "fio",
                List.of("/usr/bin/fio", "--output-format=json"),
                "/sys/fs/cgroup/ktstr/b",
                PayloadState.FINISHED,
                1_000_000_000L,
                3_499_600_000L,
                0,
                new Usage(1_000, 2_000, 3_000, 4, 5),
                0,
                0,
                new StreamSize(5_000, 5_000),
                new StreamSize(0, 0),
                PayloadMetrics.exited(
                        0,
                        0,
                        List.of(
                                json("jobs.0.read.iops", 12345.5)
                                        .withUnit("IO/s")
                                        .withPolarity(Polarity.higherBetter()),
                                json("jobs.0.read.clat_ns.mean", 7400)
                                        .withUnit("ns")
                                        .withPolarity(Polarity.lowerBetter()),
                                json("jobs.0.usr_cpu", 25).withPolarity(Polarity.targetValue(25)),
                                json("jobs.0.sys_cpu", 5.5).withUnit("%").withPolarity(Polarity.targetValue(6.25)),
                                json("jobs.0.read.runtime", 2000).withUnit("ms"),
                                json("jobs.0.error", 0),
                                json("jobs.0.groupid", 0),
                                json("jobs.0.elapsed", 3))),
                List.of(
                        new CheckResult(MetricCheck.min("jobs.0.read.iops", 1000), Outcome.PASSED, "was 12345.5"),
                        new CheckResult(MetricCheck.max("jobs.0.error", -1), Outcome.FAILED, "expected ≤ -1, was 0"),
                        new CheckResult(
                                MetricCheck.exists("jobs.0.write").orInconclusive(),
                                Outcome.INCONCLUSIVE,
                                "it is not in the output"),
                        new CheckResult(MetricCheck.exitCodeEq(0), Outcome.PASSED, "")),
                AssertResult.fail("expected ≤ -1, was 0"));
    }

    /// {@return a program that was killed: no metrics, no checks, no cgroup}
    static PayloadRecord killed() {
        return new PayloadRecord(
                "stress-ng",
                List.of("stress-ng"),
                null,
                PayloadState.TIMED_OUT,
                0,
                400_000,
                1,
                Usage.none(),
                3,
                1,
                new StreamSize(0, 0),
                new StreamSize(0, 0),
                new PayloadMetrics(1, -1, OptionalInt.of(9), List.of(), List.of()),
                List.of(),
                AssertResult.none());
    }

    private static Metric json(String name, double value) {
        return Metric.of(name, value).withOrigin("json", MetricStream.STDOUT, "");
    }
}
