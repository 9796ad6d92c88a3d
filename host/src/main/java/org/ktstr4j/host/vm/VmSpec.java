// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.topology.Topology;

/// All that decides how a VM boots, resolved and checked: two equal specs make the same machine.
///
/// @param kernel a bzImage, or the ELF file in one
/// @param initrd newc archive, as it is or compressed
/// @param memoryMib guest memory over all nodes
/// @param windowBytes size of the reserved range at [#WINDOW_ADDR], a multiple of 4096
/// @param kernelArguments further words of the kernel's command line
public record VmSpec(
        QemuBinary qemu,
        Path kernel,
        Path initrd,
        Topology topology,
        int memoryMib,
        long windowBytes,
        Accelerator accelerator,
        List<String> kernelArguments) {
    /// Guest-physical address of the window: above what the kernel unpacks itself into, below the PCI hole
    /// and below the firmware's tables at the top of memory, and in node 0, so that it is also the offset in
    /// the first RAM file.
    public static final long WINDOW_ADDR = 0x1000_0000L;

    /// What the kernel and the archive's unpacked files need beside the window and the archive itself.
    private static final int HEADROOM_MIB = 64;

    private static final long MIB = 1 << 20;

    public VmSpec {
        kernelArguments = List.copyOf(kernelArguments);
        if (windowBytes <= 0 || windowBytes % 4096 != 0) {
            throw PlanException.of(
                    "window of %d bytes: not a positive multiple of the page size; use a multiple of 4096"
                            .formatted(windowBytes));
        }
        qemu.requireCpus(topology.format(), topology.cpus(), QemuCommand.MACHINE);
        requireMemory(topology, memoryMib, windowBytes, size(initrd));
    }

    /// {@return the memory of a node in MiB; the first nodes take what does not divide}
    public int memoryMib(int node) {
        return nodeMib(topology, memoryMib, node);
    }

    private static int nodeMib(Topology topology, int memoryMib, int node) {
        return memoryMib / topology.nodes() + (node < memoryMib % topology.nodes() ? 1 : 0);
    }

    private static void requireMemory(Topology topology, int memoryMib, long windowBytes, long initrdBytes) {
        long windowEndMib = (WINDOW_ADDR + windowBytes + MIB - 1) / MIB;
        // QEMU puts the archive at the top of memory, the kernel unpacks it beside itself
        long total = windowEndMib + HEADROOM_MIB + 2 * ((initrdBytes + MIB - 1) / MIB);
        // the window must not reach the top of memory, and must lie in the first node
        long firstNode = windowEndMib + HEADROOM_MIB;
        long least = Math.max(total, firstNode * topology.nodes());
        if (memoryMib < total || nodeMib(topology, memoryMib, 0) < firstNode) {
            throw PlanException.of(
                    "memory of %d MiB on %d %s: the window (to %d MiB, in node 0) and an initramfs of %d MiB do not fit; use at least %d MiB"
                            .formatted(
                                    memoryMib,
                                    topology.nodes(),
                                    topology.nodes() == 1 ? "node" : "nodes",
                                    windowEndMib,
                                    (initrdBytes + MIB - 1) / MIB,
                                    least));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            String found = e instanceof NoSuchFileException ? "no such file" : e.toString();
            throw new PlanException("initramfs %s: %s; build the guest image first".formatted(file, found), e);
        }
    }

    /// {@return everything that QEMU is told, but for the names of files}
    public String machine() {
        Path none = Path.of("/");
        VmSpec elsewhere = new VmSpec(
                new QemuBinary(none, qemu.version()),
                none,
                none,
                topology,
                memoryMib,
                windowBytes,
                accelerator,
                kernelArguments);
        return String.join(" ", QemuCommand.of(elsewhere, VmFiles.of(none, none, none)));
    }

    /// {@return the kernel's whole command line, in a fixed order}
    public String commandLine() {
        List<String> words = new ArrayList<>(KernelArguments.ALWAYS);
        words.addAll(accelerator.kernelArguments());
        words.addAll(KernelArguments.window(WINDOW_ADDR, windowBytes));
        words.addAll(kernelArguments);
        return String.join(" ", words);
    }
}
