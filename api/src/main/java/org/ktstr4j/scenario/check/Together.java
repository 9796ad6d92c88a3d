// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.scenario.check.Readings.Reading;

/// Values of limits that are about all groups together.
final class Together {
    private Together() {}

    static List<Reading> of(Limit limit, List<Observation> groups, Surroundings around) {
        return switch (limit) {
            case MAX_WEIGHT_ERROR_PCT -> weights(groups);
            case MAX_IDLE_PCT ->
                around.saturated() && !Double.isNaN(around.idlePct())
                        ? List.of(new Reading(around.idlePct(), "the CPUs of all workers", ""))
                        : List.of();
            case CLEAN_DETACH ->
                around.detached().stream()
                        .map(each -> new Reading(each.clean() ? 1 : 0, each.headline(), ""))
                        .toList();
            case NO_SPLAT -> around.splats().map(Together::splats).orElse(List.of());
            default -> List.of();
        };
    }

    private static List<Reading> splats(List<String> lines) {
        if (lines.isEmpty()) return List.of(new Reading(1, "", ""));
        return lines.stream()
                .map(each -> new Reading(0, "the kernel logged \"" + each + "\"", ""))
                .toList();
    }

    private static List<Reading> weights(List<Observation> groups) {
        List<Observation> competing = groups.stream()
                .filter(each -> each.weight() > 0 && each.stats().onCpuNs() > 0)
                .toList();
        if (competing.size() < 2) return List.of();
        double weights = 0;
        double allNs = 0;
        for (Observation each : competing) {
            weights += each.weight();
            allNs += each.stats().onCpuNs();
        }
        List<Reading> readings = new ArrayList<>();
        for (Observation each : competing) {
            double due = each.weight() / weights;
            double got = each.stats().onCpuNs() / allNs;
            readings.add(new Reading(
                    100 * Math.abs(got - due) / due,
                    "group " + each.stats().group(),
                    ": %s %% of the CPU time, due %s %%"
                            .formatted(Phrases.number(100 * got), Phrases.number(100 * due))));
        }
        return readings;
    }
}
