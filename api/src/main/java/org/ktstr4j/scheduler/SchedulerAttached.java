// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;

/// A scheduler that has attached.
///
/// @param name the scheduler's label
/// @param ops name in `/sys/kernel/sched_ext/root/ops`, empty for one that is not of sched_ext
/// @param pid its program's process id in the guest, 0 if it has none
/// @param tookNs guest time from the start of its program to the kernel's word that it is enabled, ns
/// @param oursNs the part of what came before that which was ours: from the decision to the
///     program's start, ns
/// @param verifier what the verifier's log says of each program, as far as its program printed it;
///     known at its end
/// @param programs its BPF programs with the verifier's figures, in the order in which they were
///     loaded; may be empty
public record SchedulerAttached(
        String name,
        String ops,
        long pid,
        long tookNs,
        long oursNs,
        List<VerifierLog.Figures> verifier,
        List<ProgramFigures> programs) {
    /// A value with lists of its own.
    public SchedulerAttached {
        verifier = List.copyOf(verifier);
        programs = List.copyOf(programs);
    }

    /// {@return a copy with the verifier's figures of its log}
    ///
    /// @param figures of each program
    public SchedulerAttached withVerifier(List<VerifierLog.Figures> figures) {
        return new SchedulerAttached(name, ops, pid, tookNs, oursNs, figures, programs);
    }

    /// {@return the value as JSON}
    public String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("ops", ops);
        json.put("pid", pid);
        json.put("tookNs", tookNs);
        json.put("oursNs", oursNs);
        json.put("verifier", verifier.stream().map(VerifierLog.Figures::toJson).toList());
        json.put("programs", programs.stream().map(ProgramFigures::toJson).toList());
        return Json.text(json);
    }

    /// {@return the value in this JSON}
    ///
    /// @param text what [#toJson] made
    /// @throws IllegalArgumentException if it is something else; says what is wrong and where
    public static SchedulerAttached fromJson(String text) {
        Node json = Json.read("scheduler attached", text);
        return new SchedulerAttached(
                json.get("name").string(),
                json.get("ops").string(),
                json.get("pid").integer(),
                json.get("tookNs").integer(),
                json.get("oursNs").integer(),
                json.get("verifier").elements().stream()
                        .map(VerifierLog.Figures::fromJson)
                        .toList(),
                json.get("programs").elements().stream()
                        .map(ProgramFigures::fromJson)
                        .toList());
    }
}
