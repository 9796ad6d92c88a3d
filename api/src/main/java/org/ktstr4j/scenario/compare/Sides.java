// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.compare;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.stats.Phase;
import org.ktstr4j.scheduler.Scheduler;

/// Two sides of a comparison as steps of one scenario, in turn: A, B, A, B and so on, so that whatever
/// drifts in the machine drifts under both.
///
/// @param nameA of the one side: `eevdf`
/// @param nameB of the other
/// @param enterA what makes the one side hold
/// @param enterB what makes the other
/// @param rounds how often each is held; five are the least that can decide anything at 0.05
public record Sides(String nameA, String nameB, List<Op> enterA, List<Op> enterB, int rounds) {
    private static final int ROUNDS = 8;

    /// With lists of its own.
    public Sides {
        enterA = List.copyOf(enterA);
        enterB = List.copyOf(enterB);
    }

    /// {@return the kernel's own scheduler against a sched_ext one, eight rounds}
    ///
    /// @param scheduler a constant of the test's class, so that its program travels with the test
    public static Sides eevdfAgainst(Scheduler scheduler) {
        return new Sides(
                Scheduler.EEVDF.name(),
                scheduler.name(),
                List.of(new Op.Scheduler(Op.Action.DETACH, "")),
                List.of(Op.attach(scheduler)),
                ROUNDS);
    }

    /// {@return a copy with another number of rounds}
    ///
    /// @param other how often each side is held; five are the least that can decide anything at 0.05
    public Sides withRounds(int other) {
        return new Sides(nameA, nameB, enterA, enterB, other);
    }

    /// {@return the scenario with its steps replaced by rounds of both sides, each a part of its duration}
    ///
    /// The first round of each, in which caches are cold and the other side's tasks are still about, is
    /// not compared.
    ///
    /// @param scenario whose backdrop is to be looked at
    public Scenario over(Scenario scenario) {
        List<Step> steps = new ArrayList<>();
        Hold hold = Hold.fraction(1.0 / (2 * (rounds + 1)));
        for (int i = 0; i <= rounds; i++) {
            // The kernel's own scheduler is there at the beginning: there is nothing to be detached.
            boolean first = i == 0 && enterA.stream().allMatch(Sides::detaches);
            steps.add(new Step(nameA, List.of(), first ? List.of() : enterA, hold, scenario.checks(), scenario.at()));
            steps.add(new Step(nameB, List.of(), enterB, hold, scenario.checks(), scenario.at()));
        }
        return scenario.withSteps(steps);
    }

    private static boolean detaches(Op op) {
        return op instanceof Op.Scheduler scheduler && scheduler.action() == Op.Action.DETACH;
    }

    /// {@return the values of a measure in the phases of one side, without the first of them}
    ///
    /// @param name of the side
    /// @param phases of the whole scenario
    /// @param measure what to look at
    public static double[] values(String name, List<Phase> phases, Measure measure) {
        return phases.stream()
                .filter(each -> each.name().equals(name))
                .skip(1)
                .mapToDouble(measure::of)
                .toArray();
    }
}
