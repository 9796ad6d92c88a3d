// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.payload.OutputFormat;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadException;
import org.ktstr4j.payload.PayloadHandle;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.Ctx;

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

    /// What is configured, and in which order it applies.
    ///
    /// @param ctx the guest
    @KtstrTest
    public void runsAsConfigured(Ctx ctx) {
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

        say("in its cgroup before its program starts");
        ctx.cgroups().create("a").cpuset("1");
        PayloadResult placed = ctx.payload(SHELL)
                .arg("case $(cat /proc/self/cgroup) in */ktstr/a/*) echo inside: 1;; esac")
                .inCgroup("a")
                .run();
        assertTrue(placed.metrics().exitCode() == 0
                || placed.metrics().get("inside").isPresent());

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

        say("what cannot be started says so, and nothing is started");
        PayloadException wrong = assertThrows(
                PayloadException.class, () -> ctx.payload(SLEEP).inCgroup("..").run());
        System.out.println("    " + wrong.getMessage());
    }

    /// Handles of programs in the background.
    ///
    /// @param ctx the guest
    @KtstrTest
    public void runsInTheBackground(Ctx ctx) {
        say("spawn gives a handle; tryWait looks, waitFor waits");
        PayloadHandle quick = ctx.payload(SLEEP).arg("0.2").spawn();
        assertTrue(quick.pid().isPresent());
        assertTrue(quick.tryWait().isEmpty());
        assertEquals(0, quick.waitFor().metrics().exitCode());

        say("a second terminal call is an error that names the payload");
        System.out.println(
                "    " + assertThrows(PayloadException.class, quick::kill).getMessage());

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

    private static void say(String what) {
        System.out.println("  " + what);
    }
}
