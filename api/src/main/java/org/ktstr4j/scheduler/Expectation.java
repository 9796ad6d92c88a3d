// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// An end of a scheduler that a test waits for: without it, that end fails the test; with it, any other one does.
///
/// @param outcome what must become of it
/// @param kind the kernel's kind of exit, null for any
/// @param textContains text that must be in the kernel's message, its dump, or the scheduler's log; empty for any
public record Expectation(
        SchedulerOutcome outcome, @Nullable ExitKind kind, String textContains) {
    /// {@return the expectation that the kernel ejects it for this reason}
    ///
    /// @param kind the kernel's kind of exit
    /// @param textContains text that must be in the kernel's message, its dump, or the scheduler's log
    public static Expectation ejection(ExitKind kind, String textContains) {
        SchedulerOutcome outcome = switch (kind) {
            case SYSRQ -> SchedulerOutcome.EJECTED_BY_SYSRQ;
            case ERROR_STALL -> SchedulerOutcome.STALLED;
            case UNREG, UNREG_BPF -> SchedulerOutcome.EXITED;
            default -> SchedulerOutcome.EJECTED;
        };
        return new Expectation(outcome, kind, textContains);
    }

    /// {@return the expectation of this outcome}
    ///
    /// @param outcome what must become of it
    /// @param textContains text that must be in its evidence; empty for any
    public static Expectation of(SchedulerOutcome outcome, String textContains) {
        return new Expectation(outcome, null, textContains);
    }

    /// {@return whether this end is the expected one}
    ///
    /// @param end what happened
    public boolean met(SchedulerEnd end) {
        return end.outcome() == outcome
                && (kind == null || kind == end.kind())
                && (textContains.isEmpty() || end.evidence().contains(textContains));
    }

    @Override
    public String toString() {
        return outcome.label()
                + (kind == null ? "" : " (" + kind.reason() + ")")
                + (textContains.isEmpty() ? "" : " with \"" + textContains + "\" in the evidence");
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("outcome", outcome.label());
        if (kind != null) json.put("kind", kind.name());
        json.put("textContains", textContains);
        return json;
    }

    static @Nullable Expectation fromJson(Node json) {
        if (!json.present()) return null;
        return new Expectation(
                SchedulerOutcome.of(json.get("outcome").string()),
                json.get("kind").present() ? ExitKind.valueOf(json.get("kind").string()) : null,
                json.get("textContains").string());
    }
}
