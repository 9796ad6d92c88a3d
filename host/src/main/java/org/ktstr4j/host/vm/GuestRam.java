// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The files that are a guest's memory, one for each node, and the mapped window in the first.
///
/// The files are sparse: they take memory as the guest touches it. Open channels keep them alive after their
/// names are gone.
final class GuestRam implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final int PAGE = 4096;

    private final List<FileChannel> nodes;
    private final Arena arena;
    private final MemorySegment window;

    private GuestRam(List<FileChannel> nodes, Arena arena, MemorySegment window) {
        this.nodes = List.copyOf(nodes);
        this.arena = arena;
        this.window = window;
    }

    /// {@return new files of the spec's sizes, all zero}
    ///
    /// @throws VmException if one cannot be made or the window not mapped
    static GuestRam create(VmSpec spec, VmFiles files) {
        List<FileChannel> nodes = new ArrayList<>();
        Arena arena = Arena.ofShared();
        try {
            for (int node = 0; node < spec.topology().nodes(); node++) {
                FileChannel channel = FileChannel.open(
                        files.ram(node),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                nodes.add(channel);
                // a byte at the end sets the size; the rest is a hole
                channel.write(ByteBuffer.allocate(1), spec.memoryMib(node) * MIB - 1);
            }
            // the page that is polled must be there: a fault on a full file system would be an error of this JVM
            nodes.getFirst().write(ByteBuffer.allocate(PAGE), VmSpec.WINDOW_ADDR);
            MemorySegment window =
                    nodes.getFirst().map(FileChannel.MapMode.READ_WRITE, VmSpec.WINDOW_ADDR, spec.windowBytes(), arena);
            return new GuestRam(nodes, arena, window);
        } catch (IOException e) {
            GuestRam half = new GuestRam(nodes, arena, MemorySegment.NULL);
            half.close();
            throw VmException.of(
                    VmException.Stage.START,
                    "make %d MiB of guest memory in %s: %s".formatted(spec.memoryMib(), files.dir(), e.getMessage()),
                    e);
        }
    }

    /// {@return the window, readable and writable by any thread until this is closed}
    MemorySegment window() {
        return window;
    }

    /// {@return the memory of a node, from its first byte}
    FileChannel node(int node) {
        return nodes.get(node);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        for (FileChannel node : nodes) {
            try {
                node.close();
            } catch (IOException e) {
                // A file of which only the descriptor is left; the kernel frees it in any case.
            }
        }
    }
}
