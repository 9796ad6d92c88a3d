// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerOutcome;

/// How long a scheduler takes to attach, how much of that is ours, and how soon its end is known;
/// in guest time.
public class SchedulerAttach {
    private static final int TIMES = 9;
    private static final Path KERNEL_LOG = Path.of("/dev/kmsg");
    private static final Scheduler SIMPLE = Scheduler.program("simple", "scx_simple");

    /// Attaches and ejects again and again in one kernel, and prints the medians and the first.
    @KtstrTest(timeoutS = 300)
    void attaches(Ctx ctx) throws IOException, InterruptedException {
        long[] took = new long[TIMES];
        long[] ours = new long[TIMES];
        long[] ejected = new long[TIMES];
        long[] noticed = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            SchedulerAttached attached = attach(ctx);
            took[i] = attached.tookNs();
            ours[i] = attached.oursNs();
            ctx.scheduler().expectEjection(ExitKind.SYSRQ, "");
            long fromNs = System.nanoTime();
            Files.writeString(Path.of("/proc/sysrq-trigger"), "S");
            long knownNs = known(ctx);
            ejected[i] = knownNs - fromNs;
            noticed[i] = knownNs - disabledNs();
            ctx.scheduler().awaitEnd(Duration.ofMinutes(1));
        }
        print("program's start to attached", took);
        print("ours before that", ours);
        print("SysRq-S to known", ejected);
        print("kernel's word to known", noticed);
    }

    /// Kills its program again and again. The kernel says that the scheduler is disabled before it tells the
    /// program's parent: it is the first that there is to notice.
    @KtstrTest(timeoutS = 300)
    void dies(Ctx ctx) throws IOException, InterruptedException {
        long[] took = new long[TIMES];
        long[] noticed = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long pid = attach(ctx).pid();
            ctx.scheduler().expect(Expectation.of(SchedulerOutcome.DIED, "signal 9"));
            long fromNs = System.nanoTime();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            long knownNs = known(ctx);
            took[i] = knownNs - fromNs;
            noticed[i] = knownNs - disabledNs();
            ctx.scheduler().awaitEnd(Duration.ofMinutes(1));
        }
        print("SIGKILL to known", took);
        print("kernel's word of it to known", noticed);
    }

    private static SchedulerAttached attach(Ctx ctx) {
        ctx.scheduler().attach(SIMPLE);
        return ctx.scheduler().attached().orElseThrow();
    }

    // Asks from time to time: under simulation one that spins takes the instructions of all CPUs.
    private static long known(Ctx ctx) {
        while (ctx.scheduler().attached().isPresent()) LockSupport.parkNanos(200_000);
        return System.nanoTime();
    }

    /// {@return when the kernel last said that a scheduler is disabled, on our clock: the log's own
    /// clock is another}
    private static long disabledNs() throws IOException {
        String mark = "bench: " + System.nanoTime();
        long beforeNs = System.nanoTime();
        Files.writeString(KERNEL_LOG, mark + "\n", StandardOpenOption.WRITE);
        long markedNs = (beforeNs + System.nanoTime()) / 2;
        long disabledUs = 0;
        byte[] record = new byte[8192];
        try (InputStream log = new FileInputStream(KERNEL_LOG.toFile())) {
            while (true) {
                String line = new String(record, 0, log.read(record), StandardCharsets.UTF_8);
                long atUs = Long.parseLong(line.split(",", 4)[2]);
                if (line.contains("BPF scheduler \"simple\" disabled")) disabledUs = atUs;
                if (line.contains(mark)) return markedNs - (atUs - disabledUs) * 1000;
            }
        }
    }

    private static void print(String what, long[] ns) {
        long first = ns[0];
        Arrays.sort(ns);
        System.out.printf("%-28s median %7.1f ms, first %7.1f ms%n", what, ns[TIMES / 2] / 1e6, first / 1e6);
    }
}
