// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.payload.OutputFormat;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadException;
import org.ktstr4j.payload.PayloadHandle;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.verdict.AssertResult;

/// Each rule of a payload run and of its handle, live.
///
/// `./ktstr demo payloads` runs it.
public class Example05Payloads {
    private static final Payload SHELL = Payload.builder("dash", "dash")
            .args("-c")
            .output(OutputFormat.KEY_VALUE)
            .build();
    private static final Payload SLEEP = Payload.binary("sleep", "sleep");

    /// Made in the guest.
    public Example05Payloads() {}

    /// All of it, in one guest.
    ///
    /// @param ctx the guest
    @KtstrTest(programs = "cat")
    public void followEachRule(Ctx ctx) {
        areConfigured(ctx);
        arePlaced(ctx);
        areJudged(ctx);
        end(ctx);
        runInTheBackground(ctx);
    }

    private static void areConfigured(Ctx ctx) {
        say("defaults come first, appended arguments follow");
        assertEquals(3, ctx.payload(SHELL).arg("echo answer: 3").run().metrics().value("answer"));

        say("clearArgs forgets the defaults and what was appended");
        PayloadRun cleared = ctx.payload(SHELL).arg("exit 1").clearArgs().args("-c", "exit 7");
        assertEquals(7, cleared.run().metrics().exitCode());

        say("environment, working directory and standard input are the run's own");
        PayloadResult own = ctx.payload(SHELL)
                .arg("read line < /dev/stdin; echo \"got: $VALUE\"; test \"$PWD\" = /tmp")
                .env("VALUE", "42")
                .workingDirectory(Path.of("/tmp"))
                .stdin(Path.of("/etc/hosts"))
                .check(MetricCheck.exitCodeEq(0))
                .run();
        assertTrue(own.verdict().passed(), own.verdict()::toString);
        assertEquals(42, own.metrics().value("got"));

        say("every call gives a new value: one on the way can be run again, and says what it is");
        PayloadRun base = ctx.payload(SHELL);
        PayloadRun failing = base.arg("exit 1").timeout(Duration.ofSeconds(9));
        assertEquals(0, base.arg("exit 0").run().metrics().exitCode());
        assertEquals(1, failing.run().metrics().exitCode());
        System.out.println("    " + failing);
    }

    private static void arePlaced(Ctx ctx) {
        say("in its cgroup before its program starts; the last cgroup wins");
        ctx.cgroups().create("a").cpuset("1");
        PayloadResult placed = ctx.payload(SHELL)
                .arg("case $(cat /proc/self/cgroup) in */ktstr/a/*) echo inside: 1;; esac")
                .inCgroup("missing")
                .inCgroup("a")
                .run();
        assertEquals(1, placed.metrics().value("inside"));

        say("what cannot be started says so, and nothing is started");
        refused(() -> ctx.payload(SLEEP).inCgroup("..").run());
        refused(() -> ctx.payload(SLEEP).inCgroup("./").run());
        refused(() -> ctx.payload(SLEEP).inCgroup("missing").run());
        refused(() -> ctx.payload(Payload.scheduler("scx_any")).run());
        refused(() -> ctx.payload(Payload.binary("ghost", "ghost")).run());
    }

    private static void areJudged(Ctx ctx) {
        say("an exit code fails nothing by itself, a check does");
        PayloadRun three = ctx.payload(SHELL).arg("echo latency: 12 ms; echo broken >&2; exit 3");
        assertTrue(three.run().verdict().passed());
        say(three.check(MetricCheck.exitCodeEq(0)));
        say(three.check(MetricCheck.max("latency", 10)).check(MetricCheck.exists("iops")));
        assertTrue(three.check(MetricCheck.exitCodeEq(0))
                .clearChecks()
                .run()
                .verdict()
                .passed());
    }

    private static void end(Ctx ctx) {
        say("a time-out is a result: exit code -1, and what was printed until then");
        PayloadResult late = ctx.payload(SHELL)
                .arg("echo early: 1; sleep 60 & sleep 60")
                .timeout(Duration.ofMillis(500))
                .run();
        assertEquals(-1, late.metrics().exitCode());
        assertEquals(1, late.metrics().value("early"));

        say("death by a signal is -1, an exit code of 137 is 137");
        assertEquals(-1, ctx.payload(SHELL).arg("kill -9 $$").run().metrics().exitCode());
        assertEquals(137, ctx.payload(SHELL).arg("exit 137").run().metrics().exitCode());
    }

    private static void runInTheBackground(Ctx ctx) {
        say("spawn gives a handle; tryWait looks, waitFor waits");
        PayloadHandle quick = ctx.payload(SLEEP).arg("1").spawn();
        assertTrue(quick.pid().isPresent());
        assertTrue(quick.tryWait().isEmpty());
        assertEquals(0, quick.waitFor().metrics().exitCode());

        say("a second terminal call is an error that names the payload");
        refused(quick::kill);

        say("handles do not depend on each other's order");
        PayloadHandle first = ctx.payload(SLEEP).arg("60").spawn();
        PayloadHandle second = ctx.payload(SLEEP).arg("60").spawn();
        assertEquals(-1, first.kill().metrics().exitCode());
        assertEquals(-1, second.kill().metrics().exitCode());

        say("a handle that is closed unfinished kills its group; its record says abandoned");
        try (PayloadHandle lost = ctx.payload(SLEEP).arg("60").spawn()) {
            assertEquals("sleep", lost.name());
        }
    }

    private static void refused(Executable what) {
        System.out.println("    " + assertThrows(PayloadException.class, what).getMessage());
    }

    private static void say(PayloadRun failing) {
        AssertResult verdict = failing.run().verdict();
        assertTrue(verdict.failed(), verdict::toString);
        verdict.details()
                .forEach(each -> System.out.println(each.message().indent(4).stripTrailing()));
    }

    private static void say(String what) {
        System.out.println("  " + what);
    }
}
