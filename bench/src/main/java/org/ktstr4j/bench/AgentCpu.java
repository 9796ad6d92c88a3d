// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;

/// What the agent costs while a program runs: its own cgroup's CPU time over a program that only sleeps.
public class AgentCpu {
    private static final Payload SLEEP = Payload.binary("sleep", "sleep");
    private static final Path STAT = Path.of("/sys/fs/cgroup/ktstr-agent/cpu.stat");

    @KtstrTest(topology = "1n1l2c1t")
    void overTenSeconds(Ctx ctx) throws IOException {
        ctx.payload(SLEEP).args("1").run(); // loads what a run needs
        long before = usageUs();
        long beganNs = System.nanoTime();
        ctx.payload(SLEEP).args("10").run();
        double share = (usageUs() - before) * 1e3 / (System.nanoTime() - beganNs);
        System.out.printf(
                "agent, kt init and kt exec: %.3f %% of one vCPU while a program ran for 10 s%n", share * 100);
    }

    private static long usageUs() throws IOException {
        for (String line : Files.readAllLines(STAT)) {
            if (line.startsWith("usage_usec ")) return Long.parseLong(line.substring("usage_usec ".length()));
        }
        throw new IOException(STAT + " has no usage_usec");
    }
}
