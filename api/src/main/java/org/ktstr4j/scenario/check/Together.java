// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Reading> splats(List<String> lines) {
        if (lines.isEmpty()) return List.of(new Reading(1, "", ""));
        return lines.stream()
                .map(each -> new Reading(0, "the kernel logged \"" + each + "\"", ""))
                .toList();
    }

    private static List<Reading> weights(List<Observation> groups) {
        Map<String, Double> weights = new LinkedHashMap<>();
        Map<String, Double> onCpuNs = new LinkedHashMap<>();
        for (Observation each : groups) {
            if (each.weight() <= 0 || each.stats().onCpuNs() <= 0) continue;
            weights.put(each.cgroup(), each.weight());
            onCpuNs.merge(each.cgroup(), (double) each.stats().onCpuNs(), Double::sum);
        }
        if (weights.size() < 2) return List.of();
        double allWeights = sum(weights);
        double allNs = sum(onCpuNs);
        List<Reading> readings = new ArrayList<>();
        for (Map.Entry<String, Double> each : onCpuNs.entrySet()) {
            double due = weights.getOrDefault(each.getKey(), 0.0) / allWeights;
            double got = each.getValue() / allNs;
            readings.add(new Reading(
                    100 * Math.abs(got - due) / due,
                    "cgroup " + each.getKey(),
                    ": %s %% of the CPU time, due %s %%"
                            .formatted(Phrases.number(100 * got), Phrases.number(100 * due))));
        }
        return readings;
    }
}
