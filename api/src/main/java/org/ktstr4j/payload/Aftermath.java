// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.ktstr4j.metric.Evaluation;
import org.ktstr4j.metric.MetricHint;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Output;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.verdict.AssertResult;

/// What is done with a program that has ended: capture, extract, evaluate, record.
final class Aftermath {
    private static final int STDERR_TAIL = 1024;

    private final PayloadDoors doors;
    private final Order order;
    private final long startedAtNs;
    private final Drain stdout;
    private final Drain stderr;

    Aftermath(PayloadDoors doors, Order order, long startedAtNs, Drain stdout, Drain stderr) {
        this.doors = doors;
        this.order = order;
        this.startedAtNs = startedAtNs;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /// {@return what it printed until now; result files are not among it}
    Capture capture() {
        return Capture.of(stdout.output(), stderr.output());
    }

    /// Keeps the record, and gives the result.
    ///
    /// @param notices what was lost so far; more are added
    /// @param judge whether the checks are evaluated; an abandoned program is not judged
    PayloadResult keep(PayloadState state, Ended ended, List<String> notices, boolean judge) {
        Capture capture = full(notices);
        notice("stdout", capture.stdout(), notices);
        notice("stderr", capture.stderr(), notices);
        Extraction extraction = extract(capture, notices);
        notices.addAll(extraction.notices());
        OptionalInt signal = ended.signal() == 0 ? OptionalInt.empty() : OptionalInt.of(ended.signal());
        PayloadRecord kept = doors.record(index -> {
            PayloadMetrics metrics = new PayloadMetrics(
                    index,
                    ended.exitCode(),
                    signal,
                    MetricHint.apply(order.payload().hints(), extraction.metrics()),
                    notices);
            Evaluation evaluation = judge
                    ? Evaluation.of(order.checks(), metrics, capture.stderr().tail(STDERR_TAIL))
                    : new Evaluation(AssertResult.none(), List.of());
            return record(state, ended, capture, metrics, evaluation);
        });
        return new PayloadResult(kept.verdict(), kept.metrics());
    }

    private PayloadRecord record(
            PayloadState state, Ended ended, Capture capture, PayloadMetrics metrics, Evaluation evaluation) {
        AssertResult verdict = evaluation.verdict();
        for (String notice : metrics.notices()) {
            verdict = verdict.withNote("payload " + order.payload().name() + ": " + notice);
        }
        return new PayloadRecord(
                order.payload().name(),
                order.spec().argv(),
                order.spec().cgroup(),
                state,
                startedAtNs,
                ended.atNs(),
                Math.max(0, order.timeoutNs()),
                ended.usage(),
                ended.survivors(),
                ended.escapees(),
                StreamSize.of(capture.stdout()),
                StreamSize.of(capture.stderr()),
                metrics,
                evaluation.results(),
                verdict);
    }

    private Capture full(List<String> notices) {
        ResultFiles files = order.files();
        Map<String, Output> found = files == null ? Map.of() : files.read(notices);
        return new Capture(stdout.output(), stderr.output(), found);
    }

    private Extraction extract(Capture capture, List<String> notices) {
        try {
            return order.payload().output().extractor().extract(capture);
        } catch (RuntimeException e) {
            notices.add("format " + order.payload().output().name() + " threw " + e + "; there are no metrics");
            return Extraction.none();
        }
    }

    private static void notice(String stream, Output output, List<String> notices) {
        if (output.dropped() > 0) {
            notices.add(stream + ": the first " + output.size() + " of " + output.written()
                    + " bytes were kept, the rest was read and dropped");
        }
    }
}
