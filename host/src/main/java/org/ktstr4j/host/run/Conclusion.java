// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ktstr4j.host.judge.Evidence;
import org.ktstr4j.host.judge.Judge;
import org.ktstr4j.host.report.Repeatability;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.verdict.Verdict;

/// The last step of a run, in a VM or on a bare machine: judge the evidence, write the result file.
///
/// @param test class and method
/// @param machine what it ran on
/// @param moments when it came how far
/// @param seed of the run
/// @param doubt why it may not repeat, empty if it will
record Conclusion(TestId test, Map<String, String> machine, Moments moments, long seed, String doubt) {
    /// {@return what came of the run, its result file written}
    Finished write(Evidence evidence, RunDirectory directory) {
        Verdict verdict = Judge.judge(evidence);
        History history = evidence.history();
        SchedulerFiles.write(directory, history);
        Thrown thrown = history.last(LogRecord.Result.class)
                .map(LogRecord.Result::thrown)
                .orElse(null);
        Repeatability repeat = new Repeatability(seed, directory.digest(), doubt);
        Sidecar sidecar = new Sidecar(
                test,
                verdict,
                thrown,
                machine(history),
                ending(evidence.ending()),
                times(history),
                repeat,
                payloads(history),
                schedulers(history));
        directory.write(Sidecar.FILE, sidecar.toJson());
        return new Finished(verdict, thrown, directory.path(), repeat, "");
    }

    // With what is only known at the end.
    private static List<SchedulerAttached> schedulers(History history) {
        List<SchedulerAttached> all = new ArrayList<>();
        for (History.Entry entry : history.records()) {
            if (entry.record() instanceof LogRecord.SchedulerUp(SchedulerAttached attached)) all.add(attached);
            if (entry.record() instanceof LogRecord.SchedulerEnded(SchedulerEnd end)
                    && !end.outcome().beforeAttach()
                    && !all.isEmpty()) {
                all.add(all.removeLast().withVerifier(end.verifier()));
            }
        }
        return all;
    }

    private Map<String, String> machine(History history) {
        Map<String, String> all = new LinkedHashMap<>(machine);
        history.last(LogRecord.Slice.class)
                .ifPresent(slice ->
                        all.put("slice", "%d ns by the seed, %d ns of its own".formatted(slice.ns(), slice.ownNs())));
        return all;
    }

    private static String ending(Evidence.Ending ending) {
        return ending.kind() == Evidence.Kind.DONE ? "done" : ending.what();
    }

    private Map<String, Long> times(History history) {
        Map<String, Long> times = new LinkedHashMap<>(moments.all());
        atNs(history, LogRecord.BodyStarted.class)
                .ifPresent(beginNs -> atNs(history, LogRecord.Result.class)
                        .or(() -> atNs(history, LogRecord.AgentExit.class))
                        .ifPresent(endNs -> times.put("body", endNs - beginNs)));
        times.put("total", moments.sinceStart());
        return times;
    }

    private static Optional<Long> atNs(History history, Class<? extends LogRecord> kind) {
        return history.records().stream()
                .filter(each -> kind.isInstance(each.record()))
                .map(History.Entry::atNs)
                .findFirst();
    }

    private static List<PayloadRecord> payloads(History history) {
        return history.all(LogRecord.PayloadFinished.class).stream()
                .map(LogRecord.PayloadFinished::payload)
                .toList();
    }
}
