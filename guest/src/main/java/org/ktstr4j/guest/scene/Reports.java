// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.scenario.stats.GroupStats;

/// What `kt work` said of groups at a moment. Its lines are read as numbers when somebody asks for those:
/// while workers run, that would take the agent a multiple of the time, and their CPUs from them.
final class Reports {
    static final Reports NONE = new Reports(List.of("sampled 0 0"), List.of());

    private static final String BEGIN = "report {\"group\":\"";

    private final List<String> answer;
    private final List<LiveGroup> groups;

    /// @param answer lines of `kt work`, the last of which says that it is all
    /// @param groups those that were asked for
    Reports(List<String> answer, List<LiveGroup> groups) {
        this.answer = answer;
        this.groups = List.copyOf(groups);
    }

    /// {@return the last number of the last line: iterations of a sample, the time of the order of a stop}
    long last() {
        String line = answer.getLast();
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
    }

    /// {@return each group's report, as JSON in which it is called as `kt work` calls it}
    Map<LiveGroup, String> json() {
        Map<String, String> byId = new LinkedHashMap<>();
        for (String each : answer) {
            if (!each.startsWith(BEGIN)) continue;
            byId.put(
                    each.substring(BEGIN.length(), each.indexOf('"', BEGIN.length())),
                    each.substring("report ".length()));
        }
        Map<LiveGroup, String> json = new LinkedHashMap<>();
        for (LiveGroup each : groups) {
            String found = byId.get(each.id());
            if (found != null) json.put(each, found);
        }
        if (json.size() != groups.size()) {
            throw new SceneException("read what %d groups counted: kt work said of %d, then \"%s\""
                    .formatted(groups.size(), json.size(), answer.getLast()));
        }
        return json;
    }

    /// {@return what each group had counted}
    Map<LiveGroup, GroupStats> stats() {
        Map<LiveGroup, GroupStats> stats = new LinkedHashMap<>();
        json().forEach((group, json) -> stats.put(group, group.named(GroupStats.fromJson(json))));
        return stats;
    }
}
