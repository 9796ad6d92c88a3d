// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.ktstr4j.payload.Payloads.CYCLICTEST;
import static org.ktstr4j.payload.Payloads.HACKBENCH;
import static org.ktstr4j.payload.Payloads.PERF_STAT;
import static org.ktstr4j.payload.Payloads.SYSBENCH;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.verdict.AssertResult;

/// Payloads that are ready to use: how each is told to be short, and what it reports.
///
/// `./ktstr demo payloads` runs it.
public class Example06Fixtures {
    /// Made in the guest.
    public Example06Fixtures() {}

    /// Benchmarks of the distribution, and a Java class as a process of its own.
    ///
    /// @param ctx the guest
    /// @return all their verdicts, merged
    @KtstrTest
    public AssertResult report(Ctx ctx) {
        return ctx.payload(HACKBENCH)
                .args("-g", "1", "-l", "100")
                .run()
                .verdict()
                .merge(ctx.payload(CYCLICTEST)
                        .args("-D", "1", "-t", "2", "-i", "10000")
                        .run()
                        .verdict())
                .merge(ctx.payload(SYSBENCH)
                        .args("cpu", "--threads=2", "--time=1", "run")
                        .run()
                        .verdict())
                .merge(ctx.payload(PERF_STAT)
                        .args("-e", "context-switches,task-clock", "--", "hackbench", "-g", "1", "-l", "50")
                        .run()
                        .verdict())
                .merge(ctx.payload(Payload.java(Pings.class)).run().verdict());
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
