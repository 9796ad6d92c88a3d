// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.Schedulers;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.ProgramFigures;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerOutcome;

/// Schedulers under test: every example of the kernel tree in one kernel, one after the other. Built by
/// `ktstr scheduler build`; run with `./ktstr demo schedulers`. On Linux 7.3.4:
///
/// ```text
/// simple     attached in 1354 ms,  9 programs,   197 instructions verified; loaded, stopped
/// cpu0       attached in 1193 ms,  6 programs,   142 instructions verified; loaded, stopped
/// qmap       rejected by the verifier: program qmap_dequeue: R7 invalid mem access 'scalar'
/// ```
public class Example09Schedulers {
    private static final Scheduler SIMPLE = Scheduler.program("simple", "scx_simple");
    private static final Scheduler CPU0 = Scheduler.program("cpu0", "scx_cpu0");
    private static final Scheduler CENTRAL = Scheduler.program("central", "scx_central");
    private static final Scheduler FLATCG = Scheduler.program("flatcg", "scx_flatcg");
    private static final Scheduler PAIR = Scheduler.program("pair", "scx_pair");
    private static final Scheduler USERLAND = Scheduler.program("userland", "scx_userland");
    private static final Scheduler SDT = Scheduler.program("sdt", "scx_sdt");
    private static final Scheduler QMAP = Scheduler.program("qmap", "scx_qmap");

    private static final Payload SH = Payload.binary("sh", "/bin/dash");

    // Four processes that want two CPUs each.
    private static final String LOAD =
            "for k in 1 2 3 4; do (i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done) & done; wait";

    /// Made in the guest.
    public Example09Schedulers() {}

    /// Attaches each, gives it work, stops it, and prints a line. What clang 19 compiles of `scx_qmap` the verifier of
    /// these kernels refuses, and just that is expected.
    ///
    /// @param ctx the guest
    @KtstrTest(topology = "1n2l2c1t", timeoutS = 300)
    public void attachesLoadsAndStopsEach(Ctx ctx) {
        for (Scheduler each : List.of(SIMPLE, CPU0, CENTRAL, FLATCG, PAIR, USERLAND, SDT)) {
            ctx.scheduler().attach(each);
            SchedulerAttached attached = ctx.scheduler().attached().orElseThrow();
            ctx.payload(SH).args("-c", LOAD).timeout(Duration.ofSeconds(60)).run();
            System.out.printf(
                    Locale.ROOT,
                    "%-10s attached in %5.0f ms, %2d programs, %5d instructions verified; loaded, %s%n",
                    each.name(),
                    attached.tookNs() / 1e6,
                    attached.programs().size(),
                    attached.programs().stream()
                            .mapToLong(ProgramFigures::verifiedInsns)
                            .sum(),
                    ctx.scheduler().detach().outcome().label());
        }
        Schedulers schedulers = ctx.scheduler();
        schedulers.expect(Expectation.of(SchedulerOutcome.REJECTED, "invalid mem access"));
        schedulers.attach(QMAP);
        schedulers
                .lastEnd()
                .ifPresent(end -> System.out.printf(
                        "%-10s %s: %s%n", end.name(), end.outcome().label(), end.what()));
    }

    /// What `ktstr verifier` runs: the scheduler is the command's.
    @KtstrTest
    public void doesNothing() {}
}
