// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.Evaluation;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.MetricHint;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Output;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.verdict.AssertResult;

/// A program that runs: from its start, both streams drained, to its record. One thread at a time.
final class Invocation {
    private static final long KILL_NS = 10_000_000_000L;
    private static final long DRAIN_NS = 10_000_000_000L;
    private static final int STDERR_TAIL = 1024;

    private final PayloadDoors doors;
    private final Payload payload;
    private final List<MetricCheck> checks;
    private final LaunchSpec spec;
    private final Launched process;
    private final Drain stdout;
    private final Drain stderr;
    private final List<String> notices = new ArrayList<>();

    private Invocation(
            PayloadDoors doors, Payload payload, List<MetricCheck> checks, LaunchSpec spec, Launched process) {
        this.doors = doors;
        this.payload = payload;
        this.checks = checks;
        this.spec = spec;
        this.process = process;
        this.stdout = Drain.start("drain-stdout-" + payload.name(), process.stdout());
        this.stderr = Drain.start("drain-stderr-" + payload.name(), process.stderr());
    }

    static Invocation start(PayloadDoors doors, Payload payload, List<MetricCheck> checks, LaunchSpec spec) {
        try {
            return new Invocation(doors, payload, checks, spec, doors.launcher().launch(spec));
        } catch (LaunchException e) {
            throw new PayloadException(
                    PayloadException.Kind.SPAWN, payload.name(), LaunchFailure.text(spec, e), e, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PayloadException(
                    PayloadException.Kind.SPAWN, payload.name(), "interrupted while it was started", e, null);
        }
    }

    /// Waits for the end, kills at the deadline, and gives the result. A negative limit waits for ever.
    PayloadResult await(long timeoutNs) {
        try {
            Optional<Ended> ended = process.await(timeoutNs < 0 ? -1 : remaining(timeoutNs));
            if (ended.isPresent()) {
                return conclude(PayloadState.FINISHED, ended.get(), timeoutNs);
            }
            Ended killed = killAndReap();
            // one that ended by itself just before the kill keeps its own code
            return conclude(killed.signal() == 0 ? PayloadState.FINISHED : PayloadState.TIMED_OUT, killed, timeoutNs);
        } catch (IOException e) {
            throw broken(PayloadException.Kind.WAIT, "waiting for its end failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            PayloadException broken = broken(PayloadException.Kind.WAIT, "interrupted while it ran; it was killed", e);
            Thread.currentThread().interrupt();
            throw broken;
        } finally {
            process.close();
        }
    }

    private long remaining(long timeoutNs) {
        return Math.max(0, timeoutNs - (System.nanoTime() - process.startedAtNs()));
    }

    private Ended killAndReap() throws IOException, InterruptedException {
        process.kill();
        return process.await(KILL_NS)
                .orElseThrow(() -> new IOException(
                        "it did not end within " + Durations.text(KILL_NS) + " of SIGKILL; it hangs in the kernel"));
    }

    private PayloadResult conclude(PayloadState state, Ended ended, long timeoutNs) throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN_NS;
        boolean stdoutEnded = stdout.awaitEnd(deadline);
        boolean stderrEnded = stderr.awaitEnd(deadline);
        checkDrain("stdout", stdout, stdoutEnded, state, timeoutNs);
        checkDrain("stderr", stderr, stderrEnded, state, timeoutNs);
        return keep(state, ended, timeoutNs, true);
    }

    private void checkDrain(String stream, Drain drain, boolean ended, PayloadState state, long timeoutNs) {
        IOException failure = drain.failure();
        if (ended && failure == null) {
            return;
        }
        String found = failure == null
                ? stream + " was still held open " + Durations.text(DRAIN_NS) + " after the program's end"
                : stream + " could not be read to its end: " + failure.getMessage();
        if (state == PayloadState.TIMED_OUT) {
            throw broken(
                    PayloadException.Kind.DRAIN,
                    "drain after timeout of " + Durations.text(timeoutNs) + ": " + found
                            + "; what was captured before is attached",
                    failure);
        }
        if (failure != null) {
            throw broken(PayloadException.Kind.WAIT, found, failure);
        }
        notices.add(found + "; what came until then was kept");
    }

    /// Kills and reaps what is left, records what is known as abandoned, and gives the exception to throw.
    private PayloadException broken(PayloadException.Kind kind, String message, @Nullable Throwable cause) {
        Capture partial = capture();
        PayloadException broken = new PayloadException(kind, payload.name(), message, cause, partial);
        try {
            notices.add(message);
            keep(PayloadState.ABANDONED, reapQuietly(), 0, false);
        } catch (RuntimeException e) {
            broken.addSuppressed(e);
        }
        return broken;
    }

    private Ended reapQuietly() {
        process.kill();
        try {
            Optional<Ended> ended = process.await(KILL_NS);
            if (ended.isPresent()) {
                return ended.get();
            }
            notices.add("it did not end within " + Durations.text(KILL_NS) + " of SIGKILL");
        } catch (IOException e) {
            notices.add("how it ended is not known: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            notices.add("how it ended is not known: interrupted");
        }
        return Ended.signalled(9, System.nanoTime(), Usage.none());
    }

    private PayloadResult keep(PayloadState state, Ended ended, long timeoutNs, boolean judge) {
        Capture capture = capture();
        notice("stdout", capture.stdout());
        notice("stderr", capture.stderr());
        Extraction extraction = extract(capture);
        notices.addAll(extraction.notices());
        OptionalInt signal = ended.signal() == 0 ? OptionalInt.empty() : OptionalInt.of(ended.signal());
        PayloadRecord kept = doors.record(index -> {
            PayloadMetrics metrics = new PayloadMetrics(
                    index, ended.exitCode(), signal, MetricHint.apply(payload.hints(), extraction.metrics()), notices);
            Evaluation evaluation = judge
                    ? Evaluation.of(checks, metrics, capture.stderr().tail(STDERR_TAIL))
                    : new Evaluation(AssertResult.none(), List.of());
            return record(state, ended, timeoutNs, capture, metrics, evaluation);
        });
        return new PayloadResult(kept.verdict(), kept.metrics());
    }

    private PayloadRecord record(
            PayloadState state,
            Ended ended,
            long timeoutNs,
            Capture capture,
            PayloadMetrics metrics,
            Evaluation evaluation) {
        AssertResult verdict = evaluation.verdict();
        for (String notice : notices) {
            verdict = verdict.withNote("payload " + payload.name() + ": " + notice);
        }
        return new PayloadRecord(
                payload.name(),
                spec.argv(),
                spec.cgroup(),
                state,
                process.startedAtNs(),
                ended.atNs(),
                Math.max(0, timeoutNs),
                ended.usage(),
                ended.survivors(),
                ended.escapees(),
                StreamSize.of(capture.stdout()),
                StreamSize.of(capture.stderr()),
                metrics,
                evaluation.results(),
                verdict);
    }

    private Extraction extract(Capture capture) {
        try {
            return payload.output().extractor().extract(capture);
        } catch (RuntimeException e) {
            notices.add("its format " + payload.output().name() + " threw " + e + "; it has no metrics");
            return Extraction.none();
        }
    }

    private void notice(String stream, Output output) {
        if (output.dropped() > 0) {
            notices.add(stream + ": the first " + output.size() + " of " + output.written()
                    + " bytes were kept, the rest was read and dropped");
        }
    }

    private Capture capture() {
        return Capture.of(stdout.output(), stderr.output());
    }
}
