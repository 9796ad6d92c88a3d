// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class VmEndTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @Test
    void each_end_says_what_happened() {
        assertEquals(
                "the guest powered off; last console line: \"bye\"",
                new VmEnd.PoweredOff(List.of("hello", "bye")).describe());
        assertEquals(
                "the guest reset itself without a panic on the console; the console is empty",
                new VmEnd.Reset(Optional.empty(), List.of()).describe());
        assertEquals(
                "the guest's kernel panicked: \"Kernel panic - not syncing: sysrq\"",
                new VmEnd.Reset(Optional.of("Oops: 0\nKernel panic - not syncing: sysrq\n"), List.of()).describe());
        assertEquals(
                "QEMU ended with exit code 1; it printed \"qemu: no / memory\"",
                new VmEnd.QemuDied(OptionalInt.of(1), NONE, List.of("qemu: no", "memory")).describe());
        assertEquals(
                "QEMU was killed by signal 9 (SIGKILL: by someone, or by the kernel for want of memory)",
                new VmEnd.QemuDied(NONE, OptionalInt.of(9), List.of()).describe());
        assertEquals(
                "QEMU was killed by signal 7 (SIGBUS: the file system of the guest's memory is full)",
                new VmEnd.QemuDied(NONE, OptionalInt.of(7), List.of()).describe());
        assertEquals("QEMU closed its control socket", new VmEnd.QemuDied(NONE, NONE, List.of()).describe());
        assertEquals(
                "QEMU stopped the guest with status \"internal-error\"; the console is empty",
                new VmEnd.QemuStopped("internal-error", List.of()).describe());
        assertEquals(
                "its watchdog stopped it 10 s of guest time after the test's limit; last console line: \"Loading\"",
                new VmEnd.Watchdog(Optional.of("Loading")).describe());
        assertEquals(
                "not reached within 1.5 s, QEMU still running; last console line: \"Loading\"",
                new VmEnd.Hang(Duration.ofMillis(1500), Optional.of("Loading")).describe());
    }
}
