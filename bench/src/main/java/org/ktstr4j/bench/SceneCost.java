// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Io;
import org.ktstr4j.scenario.work.Kinds;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.Work;
import org.ktstr4j.scenario.work.WorkGroup;

/// What scenarios cost, in guest time. `bench/scenes` runs it.
public class SceneCost {
    private static final Payload SH = Payload.binary("sh", "/bin/sh");

    // What is measured is not judged.
    private static final Checks NONE =
            Checks.NONE.without(Limit.NOT_STARVED).without(Limit.MAX_GAP_MS).without(Limit.MAX_SPREAD_PCT);

    /// SpinWait against a bare loop, and telemetry. On one CPU and once, since each `pause` ends a CPU's turn under
    /// simulation; for half a second, so that what a worker does once, at its begin and its end, is no part of it.
    @KtstrTest(topology = "1n1l1c1t", programs = "work_bench", timeoutS = 300)
    void ofLoops(Ctx ctx) throws IOException {
        bench(ctx, "BENCH_ROUNDS=1 BENCH_MS=500", "loops");
    }

    /// The start of 1000 workers without the agent, by `kt work` alone, and of processes without `kt work`.
    @KtstrTest(topology = "1n1l2c1t", programs = "work_bench", timeoutS = 300)
    void ofStarting(Ctx ctx) throws IOException {
        bench(ctx, "", "many");
    }

    private static void bench(Ctx ctx, String settings, String part) throws IOException {
        Path out = Path.of("/tmp/work_bench.out");
        ctx.payload(SH)
                .args("-c", settings + " work_bench /bin/kt " + part + " >" + out + " 2>&1")
                .run();
        System.out.print(Files.readString(out));
    }

    /// 1000 workers in 100 cgroups: from the call to the first of its holds, and what agent and `kt` use
    /// meanwhile.
    @KtstrTest(topology = "1n2l4c1t", memoryMib = 2048, timeoutS = 300)
    void ofManyWorkers(Ctx ctx) {
        List<CgroupDef> cgroups = new ArrayList<>();
        Work work = new Wakes.Bursty(Duration.ofNanos(1000), Duration.ofSeconds(10));
        for (int i = 0; i < 100; i++) cgroups.add(CgroupDef.of("c" + i, WorkGroup.of(10, work)));
        long calledNs = System.nanoTime();
        ScenarioResult result = ctx.execute(Scenario.steady("many", cgroups.toArray(CgroupDef[]::new))
                .withDuration(Duration.ofSeconds(2))
                .withChecks(NONE));
        long firstNs = result.groups().stream()
                .flatMap(each -> each.workers().stream())
                .mapToLong(each -> each.beganNs())
                .max()
                .orElse(0);
        System.out.printf(
                "1000 workers in 100 cgroups: all running %.0f ms after the call%n", (firstNs - calledNs) / 1e6);
    }

    /// What agent and `kt` use of a CPU while a scenario holds.
    @KtstrTest(topology = "1n1l2c1t", timeoutS = 300)
    void ofHolding(Ctx ctx) {
        ScenarioResult result = ctx.execute(Scenario.steady(
                        "hold",
                        CgroupDef.of("a", WorkGroup.of(2, new Wakes.PipeIo()), WorkGroup.of(2, new Compute.Mixed())))
                .withDuration(Duration.ofSeconds(5))
                .withChecks(NONE));
        System.out.printf(
                "a hold of 5 s: agent and kt took %.3f %% of a CPU, %.1f wake-ups a second%n",
                result.verdict().statistics().get("agent_cpu_pct"),
                result.verdict().statistics().get("agent_wakes_per_s"));
    }

    /// How long the slowest worker of each kind goes on after it was told to stop.
    @KtstrTest(topology = "2n2l2c2t", timeoutS = 600)
    void ofStopping(Ctx ctx) {
        List<Work> all = new ArrayList<>(Kinds.all());
        all.add(new Churn.CgroupChurn("other", Duration.ofMillis(100)));
        all.add(new Churn.CgroupAttachStorm("other", true));
        all.add(new Io.IoSyncWrite("/tmp", 16));
        all.add(new Io.IoRandRead("/tmp", 16));
        all.add(new Io.IoConvoy("/tmp", 16));
        for (Work each : all) {
            ScenarioResult result = ctx.execute(Scenario.of("stop", Step.hold(Hold.full()))
                    .withBackdrop(
                            CgroupDef.empty("other"),
                            CgroupDef.of("a", WorkGroup.of(each.team() > 1 ? each.team() : 2, each)))
                    .withDuration(Duration.ofMillis(60))
                    .withChecks(NONE));
            System.out.printf(
                    "%-26s stops in %6.2f ms%s%n",
                    each.name(),
                    result.verdict().statistics().get("worst_stop_ms"),
                    result.verdict().passed() ? "" : "  " + result.verdict().details());
        }
    }
}
