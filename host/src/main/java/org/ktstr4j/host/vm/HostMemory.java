// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.plan.PlanException;

/// Whether the host has room for a guest's memory.
final class HostMemory {
    private static final long MIB = 1 << 20;

    private HostMemory() {}

    /// Refuses a guest that does not fit.
    ///
    /// @param meminfo `/proc/meminfo`
    /// @param ramParent directory of the RAM files
    /// @throws PlanException if the file system or the host's memory is too small
    static void require(int memoryMib, Path meminfo, Path ramParent) {
        long freeMib = usableBytes(ramParent) / MIB;
        if (freeMib < memoryMib) {
            throw PlanException.of(
                    "memory for a guest of %d MiB: %s has %d MiB free; lower memoryMib, or free space there"
                            .formatted(memoryMib, ramParent, freeMib));
        }
        long availableMib = availableMib(meminfo);
        if (availableMib < memoryMib) {
            throw PlanException.of(
                    "memory for a guest of %d MiB: the host has %d MiB available (%s, MemAvailable); lower memoryMib, or end other programs"
                            .formatted(memoryMib, availableMib, meminfo));
        }
    }

    private static long usableBytes(Path dir) {
        try {
            return Files.getFileStore(dir).getUsableSpace();
        } catch (IOException e) {
            throw new PlanException(
                    "memory for a guest: %s: cannot be looked at: %s; choose another directory".formatted(dir, e), e);
        }
    }

    private static long availableMib(Path meminfo) {
        try {
            for (String line : Files.readAllLines(meminfo)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
            throw PlanException.of(
                    "memory for a guest: %s has no line MemAvailable; needs Linux 3.14 or newer".formatted(meminfo));
        } catch (IOException e) {
            throw new PlanException(
                    "memory for a guest: %s: cannot be read: %s; is /proc mounted?".formatted(meminfo, e), e);
        }
    }
}
