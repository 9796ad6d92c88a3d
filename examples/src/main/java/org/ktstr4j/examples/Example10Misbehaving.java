// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.ktstr4j.junit.ExpectEnd;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerOutcome;

/// A scheduler that does one thing wrong, and what an author reads then. All but the last fail, as they must:
///
/// ```text
/// scheduler misbehave: stalled: runnable task stall: dash[119] failed to run for 2.844s
///   the kernel:
///     misbehave: dash[119] failed to run for 2.844s
///   its dump:
///     …
/// ```
public class Example10Misbehaving {
    /// Does one thing wrong when told to.
    static final Scheduler MISBEHAVE = Scheduler.program("misbehave", "scx_misbehave");

    /// Expected under another name than it has.
    static final Scheduler MISNAMED =
            MISBEHAVE.toBuilder("misnamed").opsName("simple").build();

    /// Needs a sysctl that no kernel has.
    static final Scheduler MISCONFIGURED = MISBEHAVE.toBuilder("misconfigured")
            .sysctl("kernel.no_such_thing", "1")
            .build();

    /// Given up sooner than others.
    static final Scheduler SLOW =
            MISBEHAVE.toBuilder("slow").attachLimit(Duration.ofMillis(500)).build();

    private static final Payload SH = Payload.binary("sh", "/bin/dash");

    /// Made in the guest.
    public Example10Misbehaving() {}

    /// A number used as an address.
    @KtstrTest(scheduler = "MISBEHAVE", schedulerArgs = "--reject")
    public void isRejectedByTheVerifier() {}

    /// A loop without an end.
    @KtstrTest(scheduler = "MISBEHAVE", schedulerArgs = "--loop")
    public void loopsInTheVerifier() {}

    /// A sysctl that is set before it starts.
    @KtstrTest(scheduler = "MISCONFIGURED")
    public void cannotStart() {}

    /// A loader that waits for ever.
    @KtstrTest(scheduler = "SLOW", schedulerArgs = "--no-attach")
    public void attachesNothing() {}

    /// A loader that gives up.
    @KtstrTest(
            scheduler = "MISBEHAVE",
            schedulerArgs = {"--exit-early", "3"})
    public void exitsBeforeItAttached() {}

    /// It attaches as `misbehave`.
    @KtstrTest(scheduler = "MISNAMED")
    public void attachesAnother() {}

    /// The loader aborts.
    ///
    /// @param ctx the guest
    @KtstrTest(
            scheduler = "MISBEHAVE",
            schedulerArgs = {"--crash", "--after", "300"})
    public void crashes(Ctx ctx) {
        spin(ctx);
    }

    /// The BPF program calls `scx_bpf_exit()`.
    ///
    /// @param ctx the guest
    @KtstrTest(
            scheduler = "MISBEHAVE",
            schedulerArgs = {"--leave", "--after", "300"})
    public void leavesByItself(Ctx ctx) {
        spin(ctx);
    }

    /// Tasks of the load go to a queue that nobody made.
    ///
    /// @param ctx the guest
    @KtstrTest(
            scheduler = "MISBEHAVE",
            schedulerArgs = {"--bad-dsq", "dash"})
    public void dispatchesToABadQueue(Ctx ctx) {
        spin(ctx);
    }

    /// Tasks of the load are never run.
    ///
    /// @param ctx the guest
    @KtstrTest(
            scheduler = "MISBEHAVE",
            schedulerArgs = {"--stall", "dash", "--timeout", "2000"})
    public void stalls(Ctx ctx) {
        spin(ctx);
    }

    /// The same, in a test that is about it.
    ///
    /// @param ctx the guest
    /// @throws InterruptedException if the run is stopped
    @KtstrTest(
            scheduler = "MISBEHAVE",
            schedulerArgs = {"--stall", "dash", "--timeout", "2000"},
            schedulerEnd =
                    @ExpectEnd(
                            value = SchedulerOutcome.STALLED,
                            kind = ExitKind.ERROR_STALL,
                            textContains = "failed to run"))
    public void stallsAsExpected(Ctx ctx) throws InterruptedException {
        ctx.payload(SH).args("-c", "while :; do :; done").spawn();
        System.out.println(ctx.scheduler().awaitEnd(Duration.ofSeconds(30)).headline());
    }

    /// What a person can do who wants the machine back.
    ///
    /// @param ctx the guest
    /// @throws IOException if SysRq cannot be triggered
    @KtstrTest(scheduler = "MISBEHAVE")
    public void isEjectedBySysRq(Ctx ctx) throws IOException {
        Files.writeString(Path.of("/proc/sysrq-trigger"), "S");
        spin(ctx);
    }

    /// Its link is pinned, so that it outlives the loader.
    ///
    /// @param ctx the guest
    @KtstrTest(
            scheduler = "MISBEHAVE",
            schedulerArgs = {"--pin", "--crash", "--after", "300"})
    public void staysAttached(Ctx ctx) {
        spin(ctx);
    }

    // Until the end of the scheduler interrupts it.
    private static void spin(Ctx ctx) {
        ctx.payload(SH)
                .args("-c", "while :; do :; done")
                .timeout(Duration.ofSeconds(30))
                .run();
    }
}
