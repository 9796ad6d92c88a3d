// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ktstr4j.plan.PlanException;

class QemuBinaryTest {
    @Test
    void a_topology_within_every_machines_limit_asks_nobody() {
        QemuBinary absent = new QemuBinary(
                java.nio.file.Path.of("/no/qemu"), new QemuVersion(10, 0, 0, "QEMU emulator version 10.0.0"));

        absent.requireCpus("1n4l8c4t", 128, QemuCommand.MACHINE);
    }

    @Test
    void more_cpus_than_the_machine_takes_are_refused_with_both_numbers() {
        QemuBinary qemu = RealQemu.find();
        int most = qemu.maxCpus(QemuCommand.MACHINE);
        assertTrue(most >= 240, () -> "at most " + most);

        qemu.requireCpus("1n1l200c1t", 200, QemuCommand.MACHINE);
        var e = assertThrows(PlanException.class, () -> qemu.requireCpus("1n8l512c2t", 8192, QemuCommand.MACHINE));

        assertEquals(
                "topology \"1n8l512c2t\": 8192 CPUs, but machine \"" + QemuCommand.MACHINE + "\" of QEMU "
                        + qemu.version() + " allows at most " + most + "; use fewer LLCs, cores or threads",
                e.getMessage());
    }

    @Test
    void a_machine_that_is_not_there_is_told() {
        QemuBinary qemu = RealQemu.find();

        var e = assertThrows(VmException.class, () -> qemu.maxCpus("abacus"));

        assertEquals(
                "ask %s for its machine \"abacus\": not among those it lists; look at %s -machine help"
                        .formatted(qemu.path(), qemu.path()),
                e.getMessage());
    }
}
