// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ktstr4j.guest.exec.ExecLauncher;
import org.ktstr4j.guest.exec.ExecServer;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.OutputFormat;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.Ctx;

/// What `run()` adds to a program, and what the agent holds of one that prints a lot. `bench/payloads` runs it.
public class PayloadCost {
    private static final int ROUNDS = 200;
    private static final Payload BARE = Payload.builder("spawnloop", "spawnloop")
            .output(OutputFormat.JSON)
            .args(Integer.toString(ROUNDS), "/bin/true")
            .build();
    private static final Payload TRUE = Payload.binary("true", "/bin/true");
    private static final Payload MISBEHAVE = Payload.binary("misbehave", "misbehave");

    /// Median of 200, in the test's parent and in a cgroup of the author's: while the agent's JVM still interprets most
    /// of it, and when it has compiled it.
    @KtstrTest(topology = "1n1l2c1t", timeoutS = 300)
    void ofRun(Ctx ctx) {
        ctx.cgroups().create("c");
        List<PayloadRecord> records = new ArrayList<>();
        String parent = ctx.cgroups().parentPath();
        ExecLauncher launcher =
                new ExecLauncher(new ExecServer(System.getenv("KTSTR_EXEC_SOCKET")), parent, List.of("/bin"), 0);
        try (PayloadDoors doors = new PayloadDoors(launcher, records::add, parent)) {
            for (int i = 0; i < ROUNDS; i++) ctx.payload(TRUE).run(); // classes, and the compiler's first work
            for (int round = 0; round < 2; round++) {
                double bareUs = ctx.payload(BARE).run().metrics().value("median_us");
                int before = ROUNDS * (1 + 3 * round);
                report("without a cgroup", before, ctx.payload(TRUE), bareUs);
                report("in a cgroup", before + ROUNDS, ctx.payload(TRUE).inCgroup("c"), bareUs);
                parts(doors.payload(TRUE), records);
            }
        }
    }

    private static void report(String where, int before, PayloadRun run, double bareUs) {
        long[] all = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long from = System.nanoTime();
            run.run();
            all[i] = System.nanoTime() - from;
        }
        double us = medianUs(all);
        System.out.printf(
                "run() %-17s after %4d others %6.0f us, posix_spawn and wait %6.0f us: %6.0f us more, %.1f times%n",
                where, before, us, bareUs, us - bareUs, us / bareUs);
    }

    /// With doors whose records stay here, which is why their total says less.
    private static void parts(PayloadRun run, List<PayloadRecord> records) {
        long[] before = new long[ROUNDS];
        long[] after = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            records.clear();
            long from = System.nanoTime();
            run.run();
            long to = System.nanoTime();
            before[i] = records.getFirst().startedAtNs() - from;
            after[i] = to - records.getFirst().endedAtNs();
        }
        System.out.printf(
                "run() until the exec %.0f us, after the end and without its record %.0f us%n",
                medianUs(before), medianUs(after));
    }

    private static double medianUs(long[] ns) {
        Arrays.sort(ns);
        return ns[ns.length / 2] / 1e3;
    }

    /// A program that prints 1 GiB.
    @KtstrTest(topology = "1n1l2c1t", timeoutS = 300)
    void ofOutput(Ctx ctx) throws InterruptedException {
        ctx.payload(MISBEHAVE).arg("out*=1m").run();
        Runtime.getRuntime().gc();
        Peak peak = new Peak();
        long from = System.nanoTime();
        ctx.payload(MISBEHAVE).arg("out*=1024m").run();
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf(
                "1 GiB of output drained in %.1f s, %.0f MiB/s; the agent's heap grew by %.1f MiB at most%n",
                seconds, 1024 / seconds, peak.growth() / 1048576.0);
    }

    /// The most that the heap held beyond what it held at first.
    private static final class Peak {
        private static final long EVERY_MS = 5;

        private final long before = used();
        private final Thread thread = Thread.ofPlatform().daemon().start(this::watch);
        private volatile long most = before;

        private void watch() {
            try {
                while (true) {
                    most = Math.max(most, used());
                    Thread.sleep(EVERY_MS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        long growth() throws InterruptedException {
            thread.interrupt();
            thread.join();
            return most - before;
        }

        private static long used() {
            Runtime jvm = Runtime.getRuntime();
            return jvm.totalMemory() - jvm.freeMemory();
        }
    }
}
