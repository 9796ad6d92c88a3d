// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Scenario;
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

    private static final Payload SH = Payload.binary("sh", "/bin/dash");

    // Four processes that come and go.
    private static final String COMINGS_AND_GOINGS =
            "for k in 1 2 3 4; do (i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done) & done; wait";

    /// Made in the guest.
    public Example12Simulation() {}

    /// Nothing but a kernel of its own.
    @KtstrTest
    public void startsAfresh() {}

    /// Much that could go another way the next time: four CPUs, a scheduler that lives in user space and BPF,
    /// workers that compute, pass messages, sleep and fork, programs, and the kernel's own counters at the end.
    ///
    /// @param ctx the guest
    /// @return what the scenario and the program came to
    /// @throws IOException if the kernel's counters cannot be read
    @KtstrTest(topology = "1n1l4c1t", scheduler = "SIMPLE", programs = "/bin/cat", timeoutS = 120)
    public AssertResult mixes(Ctx ctx) throws IOException {
        ScenarioResult result = ctx.execute(Scenario.steady(
                "mixed",
                CgroupDef.of("computing", WorkGroup.of(2, new Compute.SpinWait())),
                CgroupDef.of("talking", WorkGroup.of(2, new Wakes.PipeIo())),
                CgroupDef.of("sleeping", WorkGroup.of(2, new Wakes.IdleChurn())),
                CgroupDef.of("forking", WorkGroup.of(1, new Churn.ForkExit()))));
        AssertResult programs =
                ctx.payload(SH).args("-c", COMINGS_AND_GOINGS).run().verdict();
        for (String counters : new String[] {"stat", "schedstat", "interrupts", "softirqs"})
            System.out.println(Files.readString(Path.of("/proc", counters)));
        return result.verdict().merge(programs);
    }
}
