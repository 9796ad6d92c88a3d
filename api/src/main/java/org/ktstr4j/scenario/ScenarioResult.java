// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario;

import java.util.List;
import java.util.Map;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Phase;
import org.ktstr4j.verdict.AssertResult;

/// What came of a scenario.
///
/// @param verdict its checks, those of its steps, and its programs'
/// @param phases what each step was, in order
/// @param groups what each group of workers did over its whole life, in the order in which they ended
/// @param captured process ids by the tag of the operation that noted them
public record ScenarioResult(
        AssertResult verdict, List<Phase> phases, List<GroupStats> groups, Map<String, List<Integer>> captured) {
    /// With lists of its own.
    public ScenarioResult {
        phases = List.copyOf(phases);
        groups = List.copyOf(groups);
        captured = Map.copyOf(captured);
    }

    /// {@return the group of this name}
    ///
    /// @param name name of its cgroup, or its id if the cgroup has several
    /// @throws IllegalArgumentException if there is none; names those that there are
    public GroupStats group(String name) {
        return groups.stream()
                .filter(each -> each.group().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("group \"%s\": there is none, there are %s"
                        .formatted(name, groups.stream().map(GroupStats::group).toList())));
    }
}
