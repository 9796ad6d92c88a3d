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
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.verdict.AssertResult;

/// Scenarios: cgroups, synthetic workers, things that change, and checks on what was counted.
///
///     ./ktstr demo scenarios
public class Example11Scenarios {
    private static final Scheduler SIMPLE = Scheduler.program("simple", "scx_simple");

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
                        CgroupDef.of("left", WorkGroup.of(2, new Compute.AluHot()))
                                .withCpuset(new CpusetSpec.Llc(0)),
                        CgroupDef.of("right", WorkGroup.of(2, new Wakes.PipeIo()))
                                .withCpuset(new CpusetSpec.Llc(1)))
                .withChecks(Checks.of(Limit.MAX_GAP_MS, 5000));
    }

    /// Four of the catalogue, one after the other in one guest.
    ///
    /// @param ctx the context
    /// @return all four verdicts
    @KtstrTest(topology = "1n2l2c1t", timeoutS = 300)
    AssertResult runsCannedOnes(Ctx ctx) {
        AssertResult all = AssertResult.none();
        for (String name : List.of("cpuset_swap", "oversubscribed", "wake_chain", "weighted")) {
            Scenario scenario = Catalogue.scenario(name, ctx.topology()).withDuration(Duration.ofMillis(600));
            all = all.merge(ctx.execute(scenario).verdict());
        }
        return all;
    }

    /// The kernel's own scheduler and a sched_ext one, in turn in one kernel, and a claim that is tested:
    /// under `scx_simple` a woken task waits until somebody's time slice is over.
    ///
    /// @param ctx the context
    /// @return failed: tasks wait longer than under EEVDF
    @KtstrTest(topology = "1n1l2c1t", timeoutS = 600)
    AssertResult wakesNoLaterThanEevdf(Ctx ctx) {
        Sides sides = Sides.eevdfAgainst(SIMPLE).withRounds(9);
        WorkGroup sleepers = WorkGroup.of(2, new Wakes.Bursty(Duration.ofMillis(1), Duration.ofMillis(5)));
        WorkGroup spinners = WorkGroup.of(4, new Compute.AluHot());
        ScenarioResult result = ctx.execute(sides.over(Scenario.of("busy")
                .withBackdrop(CgroupDef.of("a", sleepers, spinners))
                .withDuration(Duration.ofMillis(7200))));
        Claim claim = Claim.notWorseBy(5, Measure.P99_WAKE_US);
        return result.verdict().merge(Comparison.judge(claim, sides, result.phases()));
    }
}
