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
/// @param oursNs the part of what came before that which was ours: from the decision to the program's start, ns
/// @param programs its BPF programs with the verifier's figures, in the order in which they were loaded; may be empty
public record SchedulerAttached(
        String name, String ops, long pid, long tookNs, long oursNs, List<ProgramFigures> programs) {
    /// A value with a list of its own.
    public SchedulerAttached {
        programs = List.copyOf(programs);
    }

    /// {@return the value as JSON}
    public String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("ops", ops);
        json.put("pid", pid);
        json.put("tookNs", tookNs);
        json.put("oursNs", oursNs);
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
                json.get("programs").elements().stream()
                        .map(ProgramFigures::fromJson)
                        .toList());
    }
}
