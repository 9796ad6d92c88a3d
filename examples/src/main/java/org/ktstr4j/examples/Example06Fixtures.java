// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.ktstr4j.payload.Payloads.CYCLICTEST;
import static org.ktstr4j.payload.Payloads.HACKBENCH;
import static org.ktstr4j.payload.Payloads.PERF_STAT;
import static org.ktstr4j.payload.Payloads.RT_APP;
import static org.ktstr4j.payload.Payloads.SYSBENCH;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.verdict.AssertResult;

/// Payloads that are ready to use: how each is told to be short, and what it reports.
///
/// `./ktstr demo payloads` runs it.
public class Example06Fixtures {
    /// One thread that runs for 2 ms and is woken every 20 ms, fifty times.
    private static final String PERIODIC = """
            {
              "global": {"duration": 1, "calibration": 100, "default_policy": "SCHED_OTHER"},
              "tasks": {
                "periodic": {"loop": 50, "run": 2000, "timer": {"ref": "tick", "period": 20000}}
              }
            }
            """;

    /// Made in the guest.
    public Example06Fixtures() {}

    /// Benchmarks of the distribution, and a Java class as a process of its own.
    ///
    /// @param ctx the guest
    /// @return all their verdicts, merged
    /// @throws IOException if rt-app's configuration cannot be written
    @KtstrTest
    public AssertResult report(Ctx ctx) throws IOException {
        Path periodic = Files.writeString(Path.of("/tmp/periodic.json"), PERIODIC);
        return AssertResult.none()
                .merge(verdict(ctx.payload(HACKBENCH).args("-g", "1", "-l", "500")))
                .merge(verdict(ctx.payload(CYCLICTEST).args("-D", "1", "-t", "2", "-i", "10000")))
                .merge(verdict(ctx.payload(SYSBENCH).args("cpu", "--threads=2", "--time=1", "run")))
                .merge(verdict(ctx.payload(RT_APP).args(periodic.toString())))
                .merge(verdict(ctx.payload(PERF_STAT)
                        .args("-e", "context-switches,task-clock", "--", "hackbench", "-g", "1", "-l", "50")))
                .merge(verdict(ctx.payload(Payload.java(Pings.class))));
    }

    private static AssertResult verdict(PayloadRun run) {
        return run.run().verdict();
    }

    /// A class of the test's class path that runs on the guest's Java, as a process.
    public static final class Pings {
        private Pings() {}

        /// Prints what the process sees of its host.
        ///
        /// @param args not used
        /// @throws IOException if /proc cannot be read
        public static void main(String[] args) throws IOException {
            System.out.println("java: " + Runtime.version().feature() + ", in cgroup "
                    + Files.readString(Path.of("/proc/self/cgroup")).strip());
        }
    }
}
