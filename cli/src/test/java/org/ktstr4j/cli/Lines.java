// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ktstr4j.host.report.Repeatability;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadState;
import org.ktstr4j.payload.StreamSize;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;
import org.ktstr4j.verdict.Verdict;

/// Tests that have run, as the commands see them.
final class Lines {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PrintStream stream() {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /// {@return what was printed so far}
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static TestLine line(String name, String label, int exitCode, String message) {
        return new TestLine(name, label, exitCode, 1_250_000_000, message, Optional.empty());
    }

    static TestLine line(Sidecar sidecar, String message) {
        return new TestLine(
                sidecar.test().display(),
                sidecar.verdict().label(),
                sidecar.verdict().exitCode(),
                2_000_000_000,
                message,
                Optional.of(sidecar));
    }

    static Sidecar sidecar(String method, Verdict verdict, PayloadRecord... payloads) {
        Map<String, Long> times = new LinkedHashMap<>();
        if (verdict instanceof Verdict.Judged) {
            times.put("boot", 5_040_000_000L);
            times.put("body", 60_000_000L);
        }
        times.put("total", 7_300_000_000L);
        return new Sidecar(
                new TestId("org.example.StealTest", method),
                verdict,
                null,
                Map.of("kernel", "6.18.15"),
                "done",
                times,
                Repeatability.NONE,
                List.of(payloads));
    }

    /// Leaves a result in a directory of its own, as a run does.
    static Path record(Path session, Sidecar sidecar) throws IOException {
        Path run = Files.createDirectories(session.resolve(sidecar.test().display()));
        Files.writeString(run.resolve("result.ktstr.json"), sidecar.toJson());
        return run;
    }

    static PayloadRecord stress() {
        return new PayloadRecord(
                "stress-ng",
                List.of("stress-ng", "--cpu", "2"),
                null,
                PayloadState.FINISHED,
                0,
                1_000_000_000,
                0,
                Usage.none(),
                0,
                0,
                new StreamSize(0, 0),
                new StreamSize(0, 0),
                PayloadMetrics.exited(0, 0, List.of(Metric.of("bogo-ops", 12).withUnit("ops"))),
                List.of(new CheckResult(MetricCheck.exitCodeEq(0), Outcome.PASSED, "")),
                AssertResult.pass());
    }
}
