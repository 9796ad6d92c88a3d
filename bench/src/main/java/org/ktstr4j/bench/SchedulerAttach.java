// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerAttached;

/// How long a scheduler takes to attach, how much of that is ours, and how soon its ejection is known; in guest time.
public class SchedulerAttach {
    private static final int TIMES = 9;
    private static final Scheduler SIMPLE = Scheduler.program("simple", "scx_simple");

    /// Attaches and ejects again and again in one kernel, and prints the medians and the first.
    @KtstrTest(timeoutS = 300)
    void attaches(Ctx ctx) throws IOException, InterruptedException {
        long[] took = new long[TIMES];
        long[] ours = new long[TIMES];
        long[] noticed = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            ctx.scheduler().attach(SIMPLE);
            SchedulerAttached attached = ctx.scheduler().attached().orElseThrow();
            took[i] = attached.tookNs();
            ours[i] = attached.oursNs();
            ctx.scheduler().expectEjection(ExitKind.SYSRQ, "");
            long fromNs = System.nanoTime();
            Files.writeString(Path.of("/proc/sysrq-trigger"), "S");
            while (ctx.scheduler().attached().isPresent()) Thread.onSpinWait();
            noticed[i] = System.nanoTime() - fromNs;
            ctx.scheduler().awaitEnd(Duration.ofMinutes(1));
        }
        print("program's start to attached", took);
        print("ours before that", ours);
        print("SysRq-S to noticed", noticed);
    }

    private static void print(String what, long[] ns) {
        long first = ns[0];
        Arrays.sort(ns);
        System.out.printf("%-28s median %7.1f ms, first %7.1f ms%n", what, ns[TIMES / 2] / 1e6, first / 1e6);
    }
}
