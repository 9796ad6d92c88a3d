// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Histogram;
import org.ktstr4j.scenario.stats.Phase;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;

class ComparisonTest {
    private static final Claim FIVE = Claim.notWorseBy(5, Measure.P99_WAKE_US);
    private static final Sides SIDES = Sides.eevdfAgainst(Scheduler.program("scx_b", "scx_b"));

    @Test
    void a_side_that_is_better_in_every_round_passes() {
        AssertResult result = judge(FIVE, 1.0, 0.8, 8);

        assertEquals(Outcome.PASSED, result.outcome());
        assertEquals(
                List.of("p99 wake-to-run of scx_b against eevdf: expected at most 5.0 % worse,"
                        + " was 20 % better (from -20 % to -20 % worse, 8 rounds) (p = 0.0039)"),
                result.notes());
    }

    @Test
    void a_side_that_is_worse_in_every_round_fails() {
        AssertResult result = judge(FIVE, 1.0, 1.2, 8);

        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals(
                "p99 wake-to-run of scx_b against eevdf: expected at most 5.0 % worse,"
                        + " was 20 % worse (from 20 % to 21 % worse, 8 rounds) (p = 0.0039)",
                result.details().getFirst().message());
    }

    @Test
    void within_the_margin_is_not_worse_and_more_may_be_better() {
        assertEquals(Outcome.PASSED, judge(FIVE, 1.0, 1.03, 8).outcome());
        Claim rate = Claim.notWorseBy(5, Measure.ITERATIONS_PER_S);
        assertEquals(Outcome.PASSED, judge(rate, 1.0, 1.2, 8).outcome());
        assertEquals(Outcome.FAILED, judge(rate, 1.0, 0.8, 8).outcome());
    }

    @Test
    void what_goes_up_and_down_is_inconclusive() {
        double[] a = {1, 1, 1, 1, 1, 1, 1, 1};
        double[] b = {1.3, 0.8, 1.4, 0.9, 1.2, 0.7, 1.1, 1.0};

        AssertResult result = Comparison.judge(FIVE, SIDES, a, b);

        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertTrue(result.details().getFirst().message().contains("neither is certain"), result::toString);
    }

    @Test
    void too_few_rounds_and_rounds_without_data_are_inconclusive() {
        assertEquals(
                "p99 wake-to-run of scx_b against eevdf: 4 rounds in which both were measured,"
                        + " at least 5 are needed to decide at 0.05; hold each side more often",
                judge(FIVE, 1.0, 0.5, 4).details().getFirst().message());
        assertEquals(Outcome.INCONCLUSIVE, judge(FIVE, Double.NaN, 0.5, 8).outcome());
        assertEquals(Outcome.PASSED, judge(FIVE, 1.0, 0.5, 5).outcome());
    }

    /// The promise of alpha: sides that are exactly at the margin are called worse, or not worse, by
    /// chance in no more than one of twenty comparisons each.
    @Test
    void chance_decides_no_more_often_than_it_may() {
        SplittableRandom random = new SplittableRandom(1);
        int passed = 0;
        int failed = 0;
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            double[] a = new double[8];
            double[] b = new double[8];
            for (int i = 0; i < 8; i++) {
                a[i] = Math.exp(random.nextGaussian(0, 0.2));
                b[i] = 1.05 * Math.exp(random.nextGaussian(0, 0.2));
            }
            Outcome outcome = Comparison.judge(FIVE, SIDES, a, b).outcome();
            if (outcome == Outcome.PASSED) passed++;
            if (outcome == Outcome.FAILED) failed++;
        }

        assertTrue(passed <= 0.06 * runs && failed <= 0.06 * runs, passed + " passed, " + failed + " failed");
        assertTrue(passed > 0.02 * runs && failed > 0.02 * runs, passed + " passed, " + failed + " failed");
    }

    @Test
    void sides_become_steps_in_turn_and_phases_become_values() {
        Scenario scenario = SIDES.over(Scenario.steady("s", CgroupDef.of("a", WorkGroup.of(new Compute.SpinWait())))
                .withDuration(Duration.ofSeconds(18)));

        assertEquals(18, scenario.steps().size());
        assertEquals(18_000_000_000L, scenario.plannedNs());
        assertEquals(
                List.of("eevdf", "scx_b", "eevdf", "scx_b"),
                scenario.steps().stream().limit(4).map(Step::name).toList());
        assertEquals(List.of(), scenario.steps().getFirst().ops());
        assertEquals(
                List.of(new Op.Scheduler(Op.Action.DETACH, "")),
                scenario.steps().get(2).ops());

        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < 6; i++) phases.add(phase(i % 2 == 0 ? "eevdf" : "scx_b", 1000L * (i + 1)));
        assertArrayEquals(new double[] {3, 5}, Sides.values("eevdf", phases, Measure.P99_WAKE_US), 0.1);
        assertArrayEquals(new double[] {4, 6}, Sides.values("scx_b", phases, Measure.P99_WAKE_US), 0.1);
    }

    @Test
    void a_margin_below_zero_is_refused() {
        assertEquals(
                "claim on run delay with a margin of -1.0 %: use 0 or more",
                Messages.refused(() -> Claim.notWorseBy(-1, Measure.RUN_DELAY_PCT)));
    }

    private static AssertResult judge(Claim claim, double a, double b, int rounds) {
        double[] as = new double[rounds];
        double[] bs = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            as[i] = a * (i + 1);
            bs[i] = b * (i + 1) * (1 + i / 1000.0); // no two differences alike
        }
        return Comparison.judge(claim, SIDES, as, bs);
    }

    private static Phase phase(String name, long wakeNs) {
        GroupStats group =
                new GroupStats("a", "Bursty", 0, List.of(), Histogram.EMPTY, Histogram.of(wakeNs), Histogram.EMPTY);
        return new Phase(1, name, 0, 1_000_000_000, List.of(group));
    }
}
