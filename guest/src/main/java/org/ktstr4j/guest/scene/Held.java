// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ktstr4j.scenario.check.Observation;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Phase;

/// A hold that is over: what was said at its two ends, to be read as numbers later.
///
/// @param before of the groups that ran already; those that began with it count from nothing
/// @param observers what was asked of the groups then
record Held(
        int number,
        Step step,
        long beganNs,
        long endedNs,
        Reports before,
        Reports after,
        Map<LiveGroup, Function<GroupStats, Observation>> observers) {
    /// {@return what the groups did in between, and what is to be checked of that}
    List<Observation> observed() {
        Map<LiveGroup, GroupStats> earlier = before.stats();
        List<Observation> observed = new ArrayList<>();
        after.stats().forEach((group, stats) -> {
            GroupStats then = earlier.get(group);
            observed.add(requireNonNull(observers.get(group)).apply(then == null ? stats : stats.minus(then)));
        });
        return observed;
    }

    Phase phase(List<Observation> observed) {
        return new Phase(
                number,
                step.name(),
                beganNs,
                endedNs,
                observed.stream().map(Observation::stats).toList());
    }
}
