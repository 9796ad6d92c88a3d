// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import java.time.Duration;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.verdict.AssertResult;

/// Much that could go another way the next time, on few and on many CPUs, for a while and for long.
///
/// Public, as tests are that JUnit finds.
public class Digests {
    static final Scheduler SIMPLE = Scheduler.program("simple", "scx_simple");

    private static final Payload SH = Payload.binary("sh", "/bin/dash");

    // Processes that come and go, and what the kernel counted.
    private static final String COMINGS_AND_GOINGS =
            "for k in 1 2 3 4; do (i=0; while [ $i -lt 500 ]; do i=$((i+1)); done) & done; wait;"
                    + " cat /proc/stat /proc/schedstat /proc/interrupts /proc/softirqs";

    @KtstrTest(topology = "1n1l1c1t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    AssertResult mixesOn1(Ctx ctx) {
        return mixes(ctx);
    }

    @KtstrTest(topology = "1n1l2c1t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    AssertResult mixesOn2(Ctx ctx) {
        return mixes(ctx);
    }

    @KtstrTest(topology = "1n1l4c1t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    AssertResult mixesOn4(Ctx ctx) {
        return mixes(ctx);
    }

    @KtstrTest(topology = "1n2l4c1t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    AssertResult mixesOn8(Ctx ctx) {
        return mixes(ctx);
    }

    @KtstrTest(topology = "2n2l4c2t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    AssertResult mixesOn16(Ctx ctx) {
        return mixes(ctx);
    }

    @KtstrTest(topology = "2n4l8c2t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    AssertResult mixesOn64(Ctx ctx) {
        return mixes(ctx);
    }

    /// More than two minutes of the guest's time; most of it asleep, which costs the host little.
    @KtstrTest(topology = "1n1l2c1t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 300)
    AssertResult sleepsLong(Ctx ctx) {
        CgroupDef bursts =
                CgroupDef.of("bursts", WorkGroup.of(2, new Wakes.Bursty(Duration.ofMillis(2), Duration.ofMillis(700))));
        CgroupDef sleepers =
                CgroupDef.of("sleepers", WorkGroup.of(2, new Wakes.IdleChurn(Duration.ofNanos(200_000), LONG, true)));
        return play(ctx, Scenario.steady("long", bursts, sleepers).withDuration(Duration.ofSeconds(125)));
    }

    private static final Duration LONG = Duration.ofMillis(300);

    private static AssertResult mixes(Ctx ctx) {
        return play(
                ctx,
                Scenario.steady(
                                "mixed",
                                CgroupDef.of("computing", WorkGroup.of(2, new Compute.AluHot())),
                                CgroupDef.of("talking", WorkGroup.of(2, new Wakes.PipeIo())),
                                CgroupDef.of("sleeping", WorkGroup.of(2, new Wakes.IdleChurn())),
                                CgroupDef.of("forking", WorkGroup.of(1, new Churn.ForkExit())))
                        .withDuration(Duration.ofMillis(300)));
    }

    /// Fairness is not the question.
    private static AssertResult play(Ctx ctx, Scenario scenario) {
        ScenarioResult result = ctx.execute(
                scenario.withChecks(Checks.NONE.without(Limit.MAX_GAP_MS).without(Limit.MAX_SPREAD_PCT)));
        AssertResult programs =
                ctx.payload(SH).args("-c", COMINGS_AND_GOINGS).run().verdict();
        return result.verdict().merge(programs);
    }
}
