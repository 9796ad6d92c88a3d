// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.topology.Topology;

class VmSpecTest {
    @TempDir
    Path dir;

    private Path initrd = Path.of("");

    @BeforeEach
    void archive_of_77_mib() throws IOException {
        initrd = dir.resolve("initrd");
        try (RandomAccessFile file = new RandomAccessFile(initrd.toFile(), "rw")) {
            file.setLength(77L << 20);
        }
    }

    private @Nullable String refusal(String topology, int memoryMib) {
        return assertThrows(PlanException.class, () -> VmSpecs.of(topology, memoryMib, Accelerator.SIM, initrd))
                .getMessage();
    }

    @Test
    void memory_is_spread_over_the_nodes_and_the_first_take_the_rest() {
        VmSpec spec = VmSpecs.of("3n3l1c1t", 1024, Accelerator.SIM, initrd);

        assertEquals(List.of(342, 341, 341), List.of(spec.memoryMib(0), spec.memoryMib(1), spec.memoryMib(2)));
    }

    @Test
    void too_little_memory_for_window_and_archive_is_refused_with_what_suffices() {
        assertEquals(
                "memory of 400 MiB on 1 node: the window (to 257 MiB, in node 0) and an initramfs of 77 MiB do not fit;"
                        + " use at least 475 MiB",
                refusal("1n1l1c1t", 400));
        VmSpecs.of("1n1l1c1t", 475, Accelerator.SIM, initrd);
    }

    @Test
    void the_window_must_lie_in_the_first_node() {
        assertEquals(
                "memory of 512 MiB on 2 nodes: the window (to 257 MiB, in node 0) and an initramfs of 77 MiB do not fit;"
                        + " use at least 642 MiB",
                refusal("2n2l1c1t", 512));
        VmSpecs.of("2n2l1c1t", 642, Accelerator.SIM, initrd);
    }

    @Test
    void an_initramfs_that_is_not_there_is_refused() {
        Path none = dir.resolve("none");

        var e = assertThrows(PlanException.class, () -> VmSpecs.of("1n1l1c1t", 1024, Accelerator.SIM, none));

        assertEquals("initramfs " + none + ": no such file; build the guest image first", e.getMessage());
    }

    @Test
    void a_window_of_half_a_page_is_refused() {
        var e = assertThrows(
                PlanException.class,
                () -> new VmSpec(
                        new QemuBinary(Path.of("/q"), VmSpecs.VERSION),
                        Path.of("/k"),
                        initrd,
                        new Topology(1, 1, 1, 1),
                        1024,
                        2048,
                        Accelerator.SIM,
                        List.of()));

        assertEquals(
                "window of 2048 bytes: not a positive multiple of the page size; use a multiple of 4096",
                e.getMessage());
    }
}
