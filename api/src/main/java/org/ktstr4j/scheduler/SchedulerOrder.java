// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// What the agent is told of schedulers: which one to start before the body, which ones the body may
/// start, where the programs of all of them are, and how much longer than on a machine of its own one may
/// take.
///
/// @param first the one to start before the body, its program and config file as the guest sees them;
///     null: none
/// @param expected what is to become of it, null: it is to stay
/// @param known all that the test can name, `first` included
/// @param programs where the guest has a program, by the name that the body's scheduler constants have
///     for it
/// @param slowness how many times its limit a scheduler may take to attach, in guest time
/// @param watchdogMs limit of the kernel's watchdog, for schedulers that can be told, ms; 0: what each
///     has itself
public record SchedulerOrder(
        @Nullable Scheduler first,
        @Nullable Expectation expected,
        List<Scheduler> known,
        Map<String, String> programs,
        int slowness,
        long watchdogMs) {
    /// No scheduler.
    public static final SchedulerOrder NONE = new SchedulerOrder(null, null, List.of(), Map.of(), 1, 0);

    /// An order with collections of its own.
    public SchedulerOrder {
        known = List.copyOf(known);
        programs = Map.copyOf(programs);
    }

    /// {@return whether this says nothing, as [#NONE]; a JVM takes long before it can compare records}
    public boolean isNone() {
        return first == null
                && expected == null
                && known.isEmpty()
                && programs.isEmpty()
                && slowness == NONE.slowness
                && watchdogMs == NONE.watchdogMs;
    }

    /// {@return the same with another limit of the kernel's watchdog}
    ///
    /// @param ms 0: what each scheduler has itself
    public SchedulerOrder withWatchdogMs(long ms) {
        return new SchedulerOrder(first, expected, known, programs, slowness, ms);
    }

    /// {@return the order as JSON members}
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        if (first != null) json.put("first", SchedulerJson.write(first));
        if (expected != null) json.put("expected", expected.toJson());
        json.put("known", known.stream().map(SchedulerJson::write).toList());
        json.put("programs", programs);
        json.put("slowness", slowness);
        if (watchdogMs != 0) json.put("watchdogMs", watchdogMs);
        return json;
    }

    /// {@return the order in this JSON}
    ///
    /// @param json what [#toJson] made
    /// @throws IllegalArgumentException if it is something else; says what is wrong and where
    @SuppressWarnings("exports") // for the guest, which is named in the module's exports
    public static SchedulerOrder fromJson(Node json) {
        Map<String, String> programs = new LinkedHashMap<>();
        json.get("programs").fields().forEach((name, path) -> programs.put(name, path.string()));
        return new SchedulerOrder(
                json.get("first").present() ? SchedulerJson.read(json.get("first")) : null,
                Expectation.fromJson(json.get("expected")),
                json.get("known").elements().stream().map(SchedulerJson::read).toList(),
                programs,
                (int) json.get("slowness").integer(),
                json.get("watchdogMs").present() ? json.get("watchdogMs").integer() : 0);
    }
}
