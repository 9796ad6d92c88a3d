// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import java.time.Duration;
import org.ktstr4j.junit.ExploreSeeds;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.verdict.AssertResult;

/// A fresh kernel in half a second, and the same seed gives the same run.
///
///     ./ktstr demo simulation
///     ktstr test --accel sim --repeat 20 --expect-identical --select Example12Simulation.mixes
public class Example12Simulation {
    static final Scheduler SIMPLE = Scheduler.program("simple", "scx_simple");

    /// Loses a task when six wake in a row, each more urgent than the one before.
    static final Scheduler HANDOFF =
            Scheduler.builder("handoff", "scx_handoff").opsName("handoff").build();

    private static final Payload SH = Payload.binary("sh", "/bin/dash");

    // Four processes that come and go, and what the kernel counted.
    private static final String COMINGS_AND_GOINGS =
            "for k in 1 2 3 4; do (i=0; while [ $i -lt 500 ]; do i=$((i+1)); done) & done; wait;"
                    + " cat /proc/stat /proc/schedstat /proc/interrupts /proc/softirqs";

    /// Made in the guest.
    public Example12Simulation() {}

    /// Nothing but a kernel of its own.
    @KtstrTest
    public void startsAfresh() {
        System.out.println("a kernel of its own");
    }

    /// Much that could go another way the next time: four CPUs, a scheduler that lives in user space and BPF,
    /// workers that compute, pass messages, sleep and fork, programs, and the kernel's own counters at the end.
    ///
    /// @param ctx the guest
    /// @return what the scenario and the program came to
    @KtstrTest(topology = "1n1l4c1t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    public AssertResult mixes(Ctx ctx) {
        ScenarioResult result = ctx.execute(Scenario.steady(
                        "mixed",
                        CgroupDef.of("computing", WorkGroup.of(2, new Compute.AluHot())),
                        CgroupDef.of("talking", WorkGroup.of(2, new Wakes.PipeIo())),
                        CgroupDef.of("sleeping", WorkGroup.of(2, new Wakes.IdleChurn())),
                        CgroupDef.of("forking", WorkGroup.of(1, new Churn.ForkExit())))
                .withDuration(Duration.ofMillis(500)));
        AssertResult programs =
                ctx.payload(SH).args("-c", COMINGS_AND_GOINGS).run().verdict();
        return result.verdict().merge(programs);
    }

    /// Much wakes at once, and hardly ever in the order that this scheduler cannot bear: one seed of many shows it.
    ///
    /// @return what is to happen
    @ExploreSeeds(400)
    @KtstrTest(scheduler = "HANDOFF", topology = "1n1l2c1t")
    Scenario losesATask() {
        return Scenario.of(
                        "handoff",
                        Step.hold(Hold.fraction(0.6)),
                        Step.ops(Hold.fraction(0.4), new Op.SetCpuset("busy", new CpusetSpec.Range(0, 0.5))))
                .withBackdrop(
                        CgroupDef.of("busy", WorkGroup.of(2, new Compute.AluHot())),
                        CgroupDef.of("front", urgent(1), urgent(3), urgent(5), urgent(7)),
                        CgroupDef.of("back", urgent(2), urgent(4), urgent(6), urgent(7)))
                .withDuration(Duration.ofMillis(25))
                .withChecks(Checks.NONE.without(Limit.MAX_GAP_MS).without(Limit.MAX_SPREAD_PCT));
    }

    private static WorkGroup urgent(int urgency) {
        return WorkGroup.of(1, new Wakes.IdleChurn(Duration.ofNanos(200_000), Duration.ofMillis(40), true))
                .withNice(-urgency);
    }
}
