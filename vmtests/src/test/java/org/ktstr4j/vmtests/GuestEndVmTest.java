// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.vmtests.fixture.Ends;
import org.ktstr4j.vmtests.fixture.Outcomes;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Guests that end too early, or not at all: each end is told apart, and what was recorded before is kept.
///
/// That no process and no file is left behind is part of every run of the harness.
@RequiresVm
class GuestEndVmTest {
    @Test
    void a_panic_fails_the_test_with_the_kernels_words() {
        Ran ran = Guest.of(Ends.class, "panics").run();

        assertFailed(ran, "while the body ran, the guest's kernel panicked: .*");
        assertTrue(ran.why().contains("Kernel panic - not syncing: sysrq triggered crash"), ran.why());
        assertTrue(ran.why().contains("sysrq_handle_crash+"), ran.why());
        assertTrue(ran.console().contains("sysrq_handle_crash+"), ran.console());
    }

    @Test
    void an_early_power_off_fails_the_test() {
        Ran ran = Guest.of(Ends.class, "powersOff").run();

        assertFailed(ran, "while the body ran, the guest powered off; last console line: \".*reboot: Power down\"");
    }

    @Test
    void a_reset_without_a_panic_fails_the_test() {
        Ran ran = Guest.of(Ends.class, "reboots").run();

        assertFailed(
                ran,
                "while the body ran, the guest reset itself without a panic on the console;"
                        + " last console line: \".*sysrq: Resetting\"");
    }

    @Test
    void a_killed_qemu_fails_the_test() {
        Ran ran = Guest.of(Ends.class, "waits")
                .whenPrinted(Ends.READY, vm -> vm.signalQemu("KILL"))
                .run();

        assertFailed(
                ran,
                "while the body ran, QEMU was killed by signal 9"
                        + " \\(SIGKILL: by someone, or by the kernel for want of memory\\)");
    }

    @Test
    void a_guest_that_hangs_is_given_up_at_the_hosts_limit() {
        Ran measured = Guest.of(Ends.class, "powersOff").run();
        long limitS = 5
                + Duration.ofNanos(2 * measured.sidecar().timesNs().getOrDefault("total", 0L))
                        .toSeconds();

        Ran ran = Guest.of(Ends.class, "waits")
                .with(Settings.HOST_LIMIT_S, Long.toString(limitS))
                .whenPrinted(Ends.READY, vm -> vm.signalQemu("STOP"))
                .run();

        assertFailed(
                ran,
                "while the body ran, the guest stopped answering: not reached within %d.0 s, QEMU still running;"
                                .formatted(limitS)
                        + " the console is empty");
    }

    @Test
    void a_kernel_that_hangs_is_ended_by_the_guests_own_clock() {
        Ran ran = Guest.of(Ends.class, "hangs").run();

        assertFailed(
                ran,
                "while the body ran, the guest stopped answering: its watchdog stopped it 10 s of guest time after the"
                        + " test's limit; last console line: \".*end Kernel panic - not syncing: sysrq triggered crash.*\"");
        assertTrue(ran.sidecar().repeat().holds(), ran.sidecar().repeat()::toString);
    }

    @Test
    void a_killed_jvm_of_the_guest_fails_the_test() {
        Ran ran = Guest.of(Ends.class, "killsItsJvm").run();

        assertFailed(ran, "the guest's JVM was killed by signal 9 while the body ran");
        assertEquals(List.of("its last words:\n" + Ends.READY), ran.judged().notes());
    }

    @Test
    void a_full_log_is_inconclusive_and_says_what_is_missing(@TempDir Path home) throws IOException {
        Leftovers leftovers = Leftovers.now();
        Cli cli = new Cli(home);

        Cli.Ended ended = cli.test(Ends.class, "writesMoreThanTheLogHolds");

        Path directory = cli.run("Ends.writesMoreThanTheLogHolds");
        Sidecar sidecar = Sidecar.read(directory);
        assertEquals(2, ended.code(), ended.err());
        assertEquals("inconclusive", sidecar.verdict().label());
        String why = sidecar.why().orElse("");
        var missing = Pattern.compile("the log was full: (\\d+) records with (\\d+) bytes are missing;"
                        + " write less, or to files of the guest")
                .matcher(why);
        assertTrue(missing.matches(), why);
        assertTrue(ended.err().contains(why), ended.err());
        assertProgram(sidecar.payloads());
        // nothing before the overflow is lost, and what is missing is what was not kept
        History history = History.read(Files.readAllBytes(directory.resolve("records.log")));
        assertTrue(history.has(LogRecord.Result.class));
        long kept = history.all(LogRecord.Text.class).stream()
                .mapToLong(each -> each.bytes().length)
                .sum();
        List<String> lines = ended.out().lines().skip(1).limit(100_000).toList();
        assertEquals(100_000, lines.size());
        assertTrue(lines.stream().allMatch(Outcomes.line(0)::equals));
        assertTrue(kept > 20 << 20, "kept " + kept);
        long written = kept + Long.parseLong(missing.group(2));
        assertEquals((Ends.READY + "\n").length(), written % Ends.CHUNK.length(), "written " + written);
        leftovers.assertNone();
    }

    /// The run failed for this reason, and the program that had ended before is recorded.
    private static void assertFailed(Ran ran, String pattern) {
        assertEquals("failed", ran.label());
        String first = ran.why().lines().findFirst().orElse("");
        assertTrue(first.matches(pattern), first);
        assertTrue(ran.message().startsWith(ran.why()), ran.message());
        assertEquals(Ends.READY + "\n", ran.out());
        assertFalse(ran.history().has(LogRecord.Result.class));
        assertProgram(ran.payloads());
        assertTrue(Files.exists(ran.directory().resolve("plan.json")));
    }

    private static void assertProgram(List<PayloadRecord> payloads) {
        assertEquals(1, payloads.size());
        assertEquals("sh", payloads.getFirst().payload());
        assertEquals(5, payloads.getFirst().metrics().exitCode());
    }
}
