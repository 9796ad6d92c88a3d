// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import java.time.Duration;
import java.util.List;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.catalogue.Catalogue;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.compare.Claim;
import org.ktstr4j.scenario.compare.Comparison;
import org.ktstr4j.scenario.compare.Measure;
import org.ktstr4j.scenario.compare.Sides;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Knob;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Phase;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;
import org.ktstr4j.verdict.AssertResult;

/// Scenarios: cgroups, synthetic workers, things that change, and checks on what was counted.
///
///     ./ktstr demo scenarios
public class Example11Scenarios {
    /// Made in the guest, and on the host to look at the returned scenario.
    public Example11Scenarios() {}

    /// A test may just return a scenario. It is looked at on the host, before anything boots.
    ///
    /// @return what is to happen
    @KtstrTest(topology = "1n2l2c1t")
    Scenario sharesTheMachine() {
        return Scenario.of(
                        "resize",
                        Step.hold(Hold.fraction(0.5)).withName("a cache each"),
                        Step.ops(
                                        Hold.fraction(0.5),
                                        new Op.SetCpuset("left", new CpusetSpec.Range(0, 0.25)),
                                        new Op.SetCpuset("right", new CpusetSpec.Range(0.25, 1)))
                                .withName("one CPU against three"))
                .withBackdrop(
                        CgroupDef.of("left", WorkGroup.of(2, new Compute.SpinWait()))
                                .withCpuset(new CpusetSpec.Llc(0)),
                        CgroupDef.of("right", WorkGroup.of(2, new Wakes.PipeIo()))
                                .withCpuset(new CpusetSpec.Llc(1)))
                .withChecks(Checks.of(Limit.MAX_GAP_MS, 5000));
    }

    /// Three of the catalogue, one after the other in one guest, with their timeline.
    ///
    /// @param ctx the context
    /// @return all three verdicts
    @KtstrTest(topology = "1n2l2c1t", timeoutS = 300)
    AssertResult runsCannedOnes(Ctx ctx) {
        AssertResult all = AssertResult.none();
        for (String name : List.of("cpuset_swap", "wake_chain", "weighted")) {
            Topology machine = ctx.topology();
            ScenarioResult result = ctx.execute(Catalogue.scenario(name, machine));
            System.out.println(name + ": " + result.verdict().outcome());
            timeline(result);
            all = all.merge(result.verdict());
        }
        return all;
    }

    /// Two sides in turn inside of one run, and a claim that is tested. The sides are two settings of a
    /// cgroup here; with a sched_ext scheduler they are `Sides.eevdfAgainst("scx_simple")`.
    ///
    /// @param ctx the context
    /// @return failed: half of a CPU does less than a whole one
    @KtstrTest(topology = "1n1l2c1t", timeoutS = 300)
    AssertResult comparesTwoSides(Ctx ctx) {
        Sides sides = new Sides(
                "whole",
                "half",
                List.of(new Op.SetKnob("a", new Knob.CpuMax(Duration.ZERO, Duration.ofMillis(100)))),
                List.of(new Op.SetKnob("a", Knob.CpuMax.pct(50))),
                6);
        ScenarioResult result = ctx.execute(sides.over(Scenario.of("two sides")
                .withBackdrop(CgroupDef.of("a", WorkGroup.of(1, new Compute.AluHot())))
                .withDuration(Duration.ofSeconds(6))));
        timeline(result);
        Claim claim = Claim.notWorseBy(5, Measure.ITERATIONS_PER_S);
        return result.verdict().merge(Comparison.judge(claim, sides, result.phases()));
    }

    private static void timeline(ScenarioResult result) {
        long beganNs = result.phases().getFirst().beganNs();
        for (Phase phase : result.phases()) {
            long lastedNs = phase.endedNs() - phase.beganNs();
            System.out.printf("  %6d ms  %-24s", (phase.beganNs() - beganNs) / 1_000_000, phase.name());
            for (GroupStats each : phase.groups()) {
                System.out.printf("  %s %d/s", each.group(), each.iterations() * 1_000_000_000 / lastedNs);
            }
            System.out.println();
        }
    }
}
