// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import java.util.List;
import java.util.Optional;
import org.ktstr4j.host.judge.Evidence.Ending;
import org.ktstr4j.host.judge.Evidence.Kind;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

/// Merges what the body said with what only the host could see.
///
/// Blame goes by time: before the guest has taken its order, trouble is ours and the verdict is that the test
/// could
/// not run; from then on it belongs to the test. A scheduler may well panic the kernel: that is a finding.
public final class Judge {
    private Judge() {}

    /// {@return the verdict on a run}
    ///
    /// @param evidence everything known of the run
    public static Verdict judge(Evidence evidence) {
        History history = evidence.history();
        if (!history.has(LogRecord.Taken.class)) return beforeOrder(evidence);
        List<String> differences = history.last(LogRecord.TopologySeen.class)
                .map(LogRecord.TopologySeen::differences)
                .orElse(List.of());
        if (!differences.isEmpty()) {
            return new Verdict.CouldNotRun(
                    "check the topology",
                    "the guest shows another one than was declared: " + String.join("; ", differences));
        }
        AssertResult schedulers =
                SchedulerFindings.of(history, evidence.ending().kind() != Kind.DONE);
        return new Verdict.Judged(schedulers.merge(body(evidence)).merge(log(evidence)));
    }

    private static Verdict beforeOrder(Evidence evidence) {
        Optional<LogRecord.GuestError> error = evidence.history().last(LogRecord.GuestError.class);
        if (error.isPresent())
            return new Verdict.CouldNotRun("set up the guest", error.get().text());
        Ending ending = evidence.ending();
        String found = switch (ending.kind()) {
            case DONE -> "the guest ended without taking its order";
            case HANG -> "the guest did not take its order in time";
            default -> ended(ending.kind());
        };
        String damage = evidence.history().damage();
        return new Verdict.CouldNotRun(
                "boot", sentence("", found, ending) + (damage == null ? "" : "\n" + damage) + agent(evidence));
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
            return ending.kind() == Kind.DONE ? said : said.merge(lost("after the body had returned, ", ending));
        }
        Optional<LogRecord.TimedOut> timeout = history.last(LogRecord.TimedOut.class);
        if (timeout.isPresent()) {
            AssertResult stopped = AssertResult.fail(
                    "the body still ran after %s s of guest time and was stopped; raise timeoutS if it needs more"
                            .formatted(seconds(timeout.get().deadlineNs())));
            return quoting(stopped, "where it was", Texts.mainThread(history));
        }
        if (ending.kind() != Kind.DONE) return lost("while the body ran, ", ending);
        return history.last(LogRecord.AgentExit.class)
                .map(exit -> quoting(AssertResult.fail(jvm(exit)), "its last words", Texts.tail(history, 20)))
                .orElseGet(() -> AssertResult.inconclusive("the guest ended without a result of the body"));
    }

    private static String jvm(LogRecord.AgentExit exit) {
        return exit.signal() != 0
                ? "the guest's JVM was killed by signal %d while the body ran".formatted(exit.signal())
                : "the guest's JVM ended with exit code %d before the body had a result".formatted(exit.code());
    }

    // What the guest did is a finding about the test, what somebody did to the run is none.
    private static AssertResult lost(String when, Ending ending) {
        String what = sentence(when, ended(ending.kind()), ending);
        return ending.kind() == Kind.INTERRUPTED ? AssertResult.inconclusive(what) : AssertResult.fail(what);
    }

    private static AssertResult quoting(AssertResult result, String what, String text) {
        return text.isEmpty() ? result : result.withNote(what + ":\n" + text);
    }

    private static AssertResult log(Evidence evidence) {
        AssertResult result = AssertResult.none();
        for (LogRecord.GuestError error : evidence.history().all(LogRecord.GuestError.class)) {
            result = result.merge(AssertResult.inconclusive("kt could not do its part: " + error.text()));
        }
        if (evidence.droppedRecords() != 0) {
            result = result.merge(AssertResult.inconclusive(
                    "the log was full: %s records with %s bytes are missing; write less, or to files of the guest"
                            .formatted(
                                    Long.toUnsignedString(evidence.droppedRecords()),
                                    Long.toUnsignedString(evidence.droppedBytes()))));
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

    private static String sentence(String when, String found, Ending ending) {
        boolean needsSubject = ending.kind() == Kind.HANG || ending.kind() == Kind.INTERRUPTED;
        String sentence = when;
        if (ending.what().isEmpty() || needsSubject) sentence += found;
        if (needsSubject && !ending.what().isEmpty()) sentence += ": ";
        sentence += ending.what();
        return ending.detail() == null
                ? sentence
                : sentence + "\n" + ending.detail().indent(2).stripTrailing();
    }

    private static String seconds(long ns) {
        return ns % 1_000_000_000 == 0 ? Long.toString(ns / 1_000_000_000) : Double.toString(ns / 1e9);
    }
}
