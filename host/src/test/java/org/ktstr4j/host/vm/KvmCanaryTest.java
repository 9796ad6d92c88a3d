// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.vm.KvmCanary.Decision;
import org.ktstr4j.host.vm.KvmCanary.Outcome;

class KvmCanaryTest {
    private static final QemuVersion VERSION =
            new QemuVersion(10, 0, 2, "QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2)");

    @TempDir
    Path dir;

    private Path device = Path.of("");
    private int boots;

    @BeforeEach
    void device_that_opens() throws IOException {
        device = Files.writeString(dir.resolve("kvm"), "");
    }

    private KvmCanary canary(String bootId, QemuVersion version) {
        return new KvmCanary(device, bootId, version, dir.resolve("cache/canary"));
    }

    private KvmCanary canary() {
        return canary("boot-1", VERSION);
    }

    private KvmCanary.Boot boot(Outcome outcome) {
        return () -> {
            boots++;
            return outcome;
        };
    }

    private KvmCanary.Boot ending(VmEnd end) {
        return boot(new Outcome(false, end.describe()));
    }

    @Test
    void a_guest_that_writes_its_line_makes_kvm_usable() {
        Decision decision = canary().decide(boot(new Outcome(true, "a guest wrote its line after 0.4 s")));

        assertEquals(new Decision(true, "canary boot: a guest wrote its line after 0.4 s"), decision);
    }

    @Test
    void silence_is_a_no() {
        Decision decision = canary().decide(ending(new VmEnd.Hang(Duration.ofSeconds(8), Optional.empty())));

        assertEquals(
                new Decision(false, "canary boot: not reached within 8.0 s, QEMU still running; the console is empty"),
                decision);
    }

    @Test
    void an_internal_error_is_a_no() {
        Decision decision = canary().decide(ending(new VmEnd.QemuStopped("internal-error", List.of())));

        assertEquals(
                new Decision(
                        false,
                        "canary boot: QEMU stopped the guest with status \"internal-error\"; the console is empty"),
                decision);
    }

    @Test
    void the_death_of_qemu_is_a_no() {
        Decision decision = canary().decide(ending(
                new VmEnd.QemuDied(OptionalInt.of(1), OptionalInt.empty(), List.of("qemu: failed to initialize kvm"))));

        assertEquals(
                new Decision(
                        false,
                        "canary boot: QEMU ended with exit code 1; it printed \"qemu: failed to initialize kvm\""),
                decision);
    }

    @Test
    void a_vm_that_does_not_start_is_a_no() {
        Decision decision = canary().decide(() -> {
            throw VmException.of(VmException.Stage.START, "start qemu: it ended before it connected");
        });

        assertEquals(new Decision(false, "canary boot: start qemu: it ended before it connected"), decision);
    }

    @Test
    void without_the_device_nothing_is_booted() {
        KvmCanary canary = new KvmCanary(Path.of("/no/kvm"), "boot-1", VERSION, dir);

        assertEquals(new Decision(false, "no /no/kvm on this host"), canary.decide(boot(new Outcome(true, "sang"))));
        assertEquals(0, boots);
    }

    @Test
    void a_yes_and_a_no_are_remembered() {
        canary("yes", VERSION).decide(boot(new Outcome(true, "sang")));
        canary("no", VERSION).decide(boot(new Outcome(false, "silence")));

        assertEquals(
                new Decision(true, "canary boot: sang (remembered)"),
                canary("yes", VERSION).decide(boot(new Outcome(false, "not asked"))));
        assertEquals(
                new Decision(false, "canary boot: silence (remembered)"),
                canary("no", VERSION).decide(boot(new Outcome(true, "not asked"))));
        assertEquals(2, boots);
    }

    @Test
    void another_boot_of_the_host_and_another_qemu_ask_again() {
        canary().decide(boot(new Outcome(true, "sang")));
        canary("boot-2", VERSION).decide(boot(new Outcome(true, "sang")));
        canary("boot-1", new QemuVersion(10, 0, 3, "QEMU emulator version 10.0.3"))
                .decide(boot(new Outcome(true, "sang")));

        assertEquals(3, boots);
    }

    @Test
    void a_damaged_memory_is_as_none() throws IOException {
        canary().decide(boot(new Outcome(true, "sang")));
        try (Stream<Path> files = Files.list(dir.resolve("cache/canary"))) {
            Files.writeString(files.findFirst().orElseThrow(), "may");
        }

        canary().decide(boot(new Outcome(true, "sang")));

        assertEquals(2, boots);
    }

    @Test
    void a_cache_that_cannot_be_written_does_not_matter() throws IOException {
        Files.writeString(dir.resolve("cache"), "in the way");

        assertTrue(canary().decide(boot(new Outcome(true, "sang"))).usable());
    }
}
