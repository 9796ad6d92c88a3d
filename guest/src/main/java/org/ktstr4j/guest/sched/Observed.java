// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.scheduler.VerifierLog;

/// All that was seen of one start of a scheduler, when it is over.
///
/// @param name the scheduler's label
/// @param attached whether it had attached
/// @param toldToStop whether we ended it
/// @param ended how its program ended, null if it has none, or it had to be given up
/// @param kind why the kernel disabled it, null if it did not say
/// @param reason the kernel's words for that
/// @param message the kernel's message and backtrace
/// @param state the kernel's state of sched_ext after it
/// @param dump the kernel's dump
/// @param log what its program printed
/// @param events what the kernel counted
record Observed(
        String name,
        boolean attached,
        boolean toldToStop,
        @Nullable Ended ended,
        @Nullable ExitKind kind,
        String reason,
        String message,
        String state,
        String dump,
        String log,
        Map<String, Long> events) {
    /// {@return what became of it}
    SchedulerEnd end() {
        if (state.equals("enabled")) {
            return end(
                    SchedulerOutcome.STILL_ATTACHED,
                    "its program is gone (" + how() + "), and the kernel still says \"enabled\"");
        }
        return attached ? afterAttach() : beforeAttach();
    }

    private SchedulerEnd beforeAttach() {
        String said = kind == null ? "" : "; the kernel: " + ejected();
        if (log.contains(VerifierLog.BEGIN)) {
            Optional<VerifierLog.Verdict> refused = VerifierLog.verdict(log);
            if (refused.isPresent()) return end(SchedulerOutcome.REJECTED, words(refused.get()));
        }
        return end(SchedulerOutcome.EXITED_EARLY, how() + said + lastLine());
    }

    private SchedulerEnd afterAttach() {
        ExitKind why = kind == null ? ExitKind.UNREG : kind;
        return switch (why) {
            case SYSRQ -> end(SchedulerOutcome.EJECTED_BY_SYSRQ, ejected());
            case ERROR_STALL -> end(SchedulerOutcome.STALLED, ejected());
            case UNREG -> byItself();
            case UNREG_BPF -> end(SchedulerOutcome.EXITED, ejected());
            default -> end(SchedulerOutcome.EJECTED, ejected());
        };
    }

    private SchedulerEnd byItself() {
        if (toldToStop)
            return end(SchedulerOutcome.STOPPED, killed() ? "by SIGKILL, since SIGTERM did not end it" : "");
        if (ended == null) return end(SchedulerOutcome.EXITED, "it detached, and its program went on");
        boolean clean = ended.signal() == 0 && ended.exitCode() == 0;
        return end(clean ? SchedulerOutcome.EXITED : SchedulerOutcome.DIED, how() + lastLine());
    }

    /// {@return the end with this outcome}
    SchedulerEnd end(SchedulerOutcome outcome, String what) {
        return new SchedulerEnd(
                name,
                outcome,
                what,
                kind,
                message,
                dump,
                log,
                ended == null ? -1 : ended.exitCode(),
                ended == null ? 0 : ended.signal(),
                log.contains(VerifierLog.BEGIN) ? VerifierLog.figures(log) : List.of(),
                events,
                null);
    }

    private boolean killed() {
        return ended != null && ended.signal() == 9;
    }

    private String ejected() {
        String first = message.lines().findFirst().orElse("");
        String prefix = first.indexOf(": ") < 0 ? "" : first.substring(first.indexOf(": ") + 2);
        return prefix.isEmpty() ? reason : reason + ": " + prefix;
    }

    private String how() {
        if (ended == null) return "its program had to be given up";
        return ended.signal() != 0 ? "signal " + ended.signal() : "exit code " + ended.exitCode();
    }

    private String lastLine() {
        String last = "";
        for (String line : log.split("\n", -1)) if (!line.isBlank()) last = line.strip();
        return last.isEmpty() ? "; it printed nothing" : "; its last words: \"" + last + "\"";
    }

    private static String words(VerifierLog.Verdict refused) {
        return refused.reason().isEmpty() ? refused + "its log says no reason" : refused.toString();
    }
}
