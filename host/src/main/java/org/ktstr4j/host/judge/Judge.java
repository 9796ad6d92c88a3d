// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import java.util.List;
import java.util.Optional;
import org.ktstr4j.host.judge.Evidence.Ending;
import org.ktstr4j.host.judge.Evidence.Kind;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.verdict.Verdict;

/// Merges what the body said with what only the host could see.
///
/// Blame goes by time: before the guest has taken its order, trouble is ours and the verdict is that the test could
/// not run; from then on it belongs to the test. A scheduler may well panic the kernel: that is a finding.
public final class Judge {
    private Judge() {}

    /// {@return the verdict on a run}
    ///
    /// @param evidence everything known of the run
    public static Verdict judge(Evidence evidence) {
        History history = evidence.history();
        Optional<String> error = history.last(LogRecord.GuestError.class).map(LogRecord.GuestError::text);
        if (error.isPresent() && !history.has(LogRecord.Result.class)) {
            return new Verdict.CouldNotRun("set up the guest", error.get());
        }
        if (!history.has(LogRecord.Taken.class)) return beforeOrder(evidence);
        List<String> differences = history.last(LogRecord.TopologySeen.class)
                .map(LogRecord.TopologySeen::differences)
                .orElse(List.of());
        if (!differences.isEmpty()) {
            return new Verdict.CouldNotRun(
                    "check the topology",
                    "the guest shows another one than was declared: " + String.join("; ", differences));
        }
        return new Verdict.Judged(body(evidence).merge(log(evidence)));
    }

    private static Verdict beforeOrder(Evidence evidence) {
        Ending ending = evidence.ending();
        String found = switch (ending.kind()) {
            case DONE -> "the guest ended without taking its order";
            case PANIC -> "the kernel panicked while booting";
            case RESET -> "the machine reset itself while booting";
            case POWER_OFF -> "the guest powered off before it took its order";
            case QEMU_DIED -> "QEMU ended";
            case HANG -> "the guest did not take its order in time";
            case INTERRUPTED -> "the run was stopped";
        };
        return new Verdict.CouldNotRun("boot", sentence(found, ending) + agent(evidence));
    }

    // An agent that could not start has said why on its standard error.
    private static String agent(Evidence evidence) {
        String text = Texts.tail(evidence.history(), 20);
        return text.isEmpty()
                ? ""
                : "\nthe agent's last words:\n" + text.indent(2).stripTrailing();
    }

    private static AssertResult body(Evidence evidence) {
        History history = evidence.history();
        Optional<LogRecord.Result> result = history.last(LogRecord.Result.class);
        Ending ending = evidence.ending();
        if (result.isPresent()) {
            AssertResult said = result.get().result();
            if (ending.kind() == Kind.DONE) return said;
            return said.merge(AssertResult.fail(
                    DetailKind.OTHER, sentence("after the body had returned, " + ended(ending.kind()), ending)));
        }
        Optional<LogRecord.TimedOut> timeout = history.last(LogRecord.TimedOut.class);
        if (timeout.isPresent()) {
            return AssertResult.fail(
                            "the body still ran after %s s of guest time and was stopped; raise timeoutS if it needs more"
                                    .formatted(seconds(timeout.get().deadlineNs())))
                    .withNote("where it was:\n" + Texts.mainThread(history));
        }
        if (ending.kind() != Kind.DONE) {
            return AssertResult.fail(sentence("while the body ran, " + ended(ending.kind()), ending));
        }
        return history.last(LogRecord.AgentExit.class)
                .map(exit -> AssertResult.fail(
                                exit.signal() != 0
                                        ? "the guest's JVM was killed by signal %d while the body ran"
                                                .formatted(exit.signal())
                                        : "the guest's JVM ended with exit code %d before the body had a result"
                                                .formatted(exit.code()))
                        .withNote("its last words:\n" + Texts.tail(history, 20)))
                .orElseGet(() -> AssertResult.inconclusive("the guest ended without a result of the body"));
    }

    private static AssertResult log(Evidence evidence) {
        AssertResult result = AssertResult.none();
        if (evidence.droppedRecords() > 0) {
            result = result.merge(AssertResult.inconclusive(
                    "the log was full: %d records with %d bytes are missing; write less, or to files of the guest"
                            .formatted(evidence.droppedRecords(), evidence.droppedBytes())));
        }
        String damage = evidence.history().damage();
        if (damage != null) result = result.merge(AssertResult.inconclusive(damage));
        for (LogRecord.Unread unread : evidence.history().all(LogRecord.Unread.class)) {
            result = result.merge(AssertResult.inconclusive("a record could not be read: " + unread.what()));
        }
        return result;
    }

    private static String ended(Kind kind) {
        return switch (kind) {
            case DONE -> "the guest ended";
            case PANIC -> "the kernel panicked";
            case RESET -> "the machine reset itself";
            case POWER_OFF -> "the guest powered off";
            case QEMU_DIED -> "QEMU ended";
            case HANG -> "the guest stopped answering";
            case INTERRUPTED -> "the run was stopped";
        };
    }

    private static String sentence(String found, Ending ending) {
        String sentence = ending.what().isEmpty() ? found : found + ": " + ending.what();
        return ending.detail() == null
                ? sentence
                : sentence + "\n" + ending.detail().indent(2).stripTrailing();
    }

    private static String seconds(long ns) {
        return ns % 1_000_000_000 == 0 ? Long.toString(ns / 1_000_000_000) : Double.toString(ns / 1e9);
    }
}
