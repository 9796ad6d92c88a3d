// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.vm.KvmCanary.Outcome;

/// Real QEMU with guests of a few instructions, under emulation: what the canary concludes does not depend on
/// KVM.
@Timeout(60)
class CanaryBootTest {
    @TempDir
    Path dir;

    private Outcome boot(Path kernel) throws IOException {
        Path ram = Files.createDirectory(dir.resolve("ram"));
        CanaryBoot boot = new CanaryBoot(
                RealQemu.find(), kernel, StandInGuard.write(dir), StandInGuard.preload(dir), ram, Accelerator.SINGLE);
        try {
            return boot.boot();
        } finally {
            try (Stream<Path> left = Files.list(ram)) {
                assertEquals(0, left.count());
            }
        }
    }

    private Path kernel(TinyGuest guest) throws IOException {
        return guest.write(dir.resolve("kernel"));
    }

    @Test
    void the_guests_line_is_a_yes() throws IOException {
        Outcome outcome = boot(
                kernel(new TinyGuest().print("\n" + CanaryImage.LINE + "\n").sleep()));

        assertTrue(outcome.sang(), outcome.told());
        assertTrue(outcome.told().matches("a guest wrote its line after \\d+\\.\\d s"), outcome.told());
    }

    @Test
    void a_guest_that_ends_without_its_line_is_a_no() throws IOException {
        Outcome outcome = boot(kernel(new TinyGuest().print("something else\n").tripleFault()));

        assertFalse(outcome.sang());
        assertEquals(
                "the guest reset itself without a panic on the console; last console line: \"something else\"",
                outcome.told());
    }

    @Test
    void a_qemu_that_does_not_start_leaves_nothing() {
        assertThrows(VmException.class, () -> boot(dir.resolve("none")));
    }
}
