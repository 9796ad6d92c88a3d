// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadState;
import org.ktstr4j.payload.StreamSize;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.ProgramFigures;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.scheduler.VerifierLog;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;

/// Values to write and read back.
final class Samples {
    private Samples() {}

    /// {@return an invocation with something in every member}
    static PayloadRecord payload() {
        return new PayloadRecord(
                "fio",
                List.of("/usr/bin/fio", "--name=\"x\"", ""),
                "/sys/fs/cgroup/ktstr/b",
                PayloadState.TIMED_OUT,
                1_000_000_001L,
                3_000_000_002L,
                2_000_000_000L,
                new Usage(1, 2, 3, 4, 5),
                1,
                2,
                new StreamSize(100, 99),
                new StreamSize(7, 7),
                new PayloadMetrics(
                        3,
                        -1,
                        OptionalInt.of(9),
                        List.of(Metric.of("jobs.0.read.iops", 100.5).withUnit("IO/s")),
                        List.of("cut")),
                List.of(new CheckResult(
                        MetricCheck.min("jobs.0.read.iops", 1e6), Outcome.FAILED, "expected ≥ 1000000, was 100.5")),
                AssertResult.fail("expected ≥ 1000000, was 100.5").withStatistic("max_gap_ms", 1.5));
    }

    static SchedulerAttached schedulerAttached() {
        return new SchedulerAttached(
                "simple",
                "simple",
                99,
                1_250_000_000L,
                3_000_000L,
                List.of(new VerifierLog.Figures("simple_init", 42, 1_000_000, 1, 2, 3, 4)),
                List.of(new ProgramFigures(9, "simple_init", 27, 42, 500, 300)));
    }

    /// {@return an end with something in every member}
    static SchedulerEnd schedulerEnd() {
        return new SchedulerEnd(
                "simple",
                SchedulerOutcome.STALLED,
                "runnable task stall: sh[7] failed to run for 5.032s",
                ExitKind.ERROR_STALL,
                "simple: sh[7] failed to run for 5.032s\n   scx_watchdog_workfn+0x1/0x2",
                "CPU states\n----------\n",
                "local=1 global=2\n",
                -1,
                15,
                List.of(new VerifierLog.Figures("simple_init", 42, 1_000_000, 1, 2, 3, 4)),
                Map.of("SCX_EV_DISPATCH_KEEP_LAST", 3L),
                Expectation.ejection(ExitKind.SYSRQ, "x"));
    }

    /// {@return an exception with everything an exception can have}
    static Thrown thrown() {
        StackTraceElement inner = new StackTraceElement("org.example.StealTest$Inner", "run", "StealTest.java", 42);
        StackTraceElement nowhere = new StackTraceElement("org.example.Hidden", "<init>", null, -2);
        Thrown cause = new Thrown("java.io.IOException", null, List.of(nowhere), null, null);
        return new Thrown(
                "org.opentest4j.AssertionFailedError",
                "expected: <\"1\"> but was: <ü\n2>",
                List.of(inner, nowhere),
                cause,
                new Thrown.Comparison("\"1\"", "ü\n2"));
    }
}
