// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;

/// What became of one start of a scheduler, with everything that was seen of it.
///
/// @param name the scheduler's label
/// @param outcome the class of the end
/// @param what what was found, in one line
/// @param kind the kernel's kind of exit, null if the kernel said none
/// @param message the kernel's message and what follows it in its log, such as a backtrace; may be
///     empty
/// @param dump the kernel's dump of the scheduler's state, raw; may be empty
/// @param log what the scheduler's program printed, its beginning and its end if it was long; may
///     be empty
/// @param exitCode exit code of its program, -1 after a signal, or if it still ran or there is none
/// @param signal signal its program died by, 0 for none
/// @param verifier what the verifier's log says of each program, as far as its program printed it;
///     may be empty
/// @param events what the kernel counted while it was attached, by name; empty if that is not known
/// @param expected what the test expected in its place, null if it expected it to stay
public record SchedulerEnd(
        String name,
        SchedulerOutcome outcome,
        String what,
        @Nullable ExitKind kind,
        String message,
        String dump,
        String log,
        int exitCode,
        int signal,
        List<VerifierLog.Figures> verifier,
        Map<String, Long> events,
        @Nullable Expectation expected) {
    /// A value with collections of its own.
    public SchedulerEnd {
        verifier = List.copyOf(verifier);
        events = Map.copyOf(events);
    }

    /// {@return a copy with what the test expected}
    ///
    /// @param expectation null if it expected it to stay
    public SchedulerEnd withExpected(@Nullable Expectation expectation) {
        return new SchedulerEnd(
                name, outcome, what, kind, message, dump, log, exitCode, signal, verifier, events, expectation);
    }

    /// {@return the end in one line: who, what, why}
    public String headline() {
        return "scheduler " + name + ": " + outcome.label() + (what.isEmpty() ? "" : ": " + what);
    }

    /// {@return whether that is what should have become of it}
    public boolean asExpected() {
        return expected == null ? outcome == SchedulerOutcome.STOPPED : expected.met(this);
    }

    /// {@return all texts that were seen}
    public String evidence() {
        return String.join("\n", what, message, dump, log);
    }

    /// {@return the end as JSON}
    public String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("outcome", outcome.label());
        json.put("what", what);
        if (kind != null) json.put("kind", kind.name());
        json.put("message", message);
        json.put("dump", dump);
        json.put("log", log);
        json.put("exitCode", exitCode);
        json.put("signal", signal);
        json.put("verifier", verifier.stream().map(VerifierLog.Figures::toJson).toList());
        json.put("events", events);
        if (expected != null) json.put("expected", expected.toJson());
        return Json.text(json);
    }

    /// {@return the end in this JSON}
    ///
    /// @param text what [#toJson] made
    /// @throws IllegalArgumentException if it is something else; says what is wrong and where
    public static SchedulerEnd fromJson(String text) {
        Node json = Json.read("scheduler end", text);
        Map<String, Long> events = new LinkedHashMap<>();
        json.get("events").fields().forEach((name, value) -> events.put(name, value.integer()));
        return new SchedulerEnd(
                json.get("name").string(),
                SchedulerOutcome.of(json.get("outcome").string()),
                json.get("what").string(),
                json.get("kind").present() ? ExitKind.valueOf(json.get("kind").string()) : null,
                json.get("message").string(),
                json.get("dump").string(),
                json.get("log").string(),
                (int) json.get("exitCode").integer(),
                (int) json.get("signal").integer(),
                json.get("verifier").elements().stream()
                        .map(VerifierLog.Figures::fromJson)
                        .toList(),
                events,
                Expectation.fromJson(json.get("expected")));
    }
}
