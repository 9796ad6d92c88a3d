// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class HostMemoryTest {
    private static final int MIB_OF_NO_HOST = 1 << 30;

    @TempDir
    Path dir;

    private Path meminfo(String text) throws IOException {
        return Files.writeString(dir.resolve("meminfo"), text);
    }

    private @Nullable String refusal(int memoryMib, Path meminfo) {
        return assertThrows(PlanException.class, () -> HostMemory.require(memoryMib, meminfo, dir))
                .getMessage();
    }

    @Test
    void a_guest_that_fits_is_accepted() throws IOException {
        HostMemory.require(1, meminfo("MemTotal: 8000 kB\nMemAvailable:    1024 kB\n"), dir);
    }

    @Test
    void too_little_memory_is_refused_with_both_numbers() throws IOException {
        Path meminfo = meminfo("MemTotal: 8000 kB\nMemAvailable:    2047 kB\n");

        assertEquals(
                "memory for a guest of 2 MiB: the host has 1 MiB available (" + meminfo
                        + ", MemAvailable); lower memoryMib, or end other programs",
                refusal(2, meminfo));
    }

    @Test
    void too_small_a_file_system_is_refused_with_both_numbers() throws IOException {
        long freeMib = Files.getFileStore(dir).getUsableSpace() >> 20;

        String message = refusal(MIB_OF_NO_HOST, meminfo("MemAvailable: 1 kB\n"));

        // the disk may fill or empty while this runs
        assertEquals(
                "memory for a guest of " + MIB_OF_NO_HOST + " MiB: " + dir
                        + " has N MiB free; lower memoryMib, or free space there",
                String.valueOf(message).replaceFirst("has \\d+ MiB", "has N MiB"),
                () -> "about " + freeMib + " MiB are free");
    }

    @Test
    void a_meminfo_without_the_line_is_refused() throws IOException {
        Path meminfo = meminfo("MemTotal: 8000 kB\n");

        assertEquals(
                "memory for a guest: " + meminfo + " has no line MemAvailable; needs Linux 3.14 or newer",
                refusal(1, meminfo));
    }
}
