// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.host.vm.memory.FreePages;
import org.ktstr4j.host.vm.memory.PhysicalMemory;
import org.ktstr4j.host.vm.memory.UnknownMemoryException;

/// The files that are a guest's memory, and the mapped window.
///
/// A guest that boots has a file for each node, sparse, and its window lies in the first. A guest that was
/// restored shares its snapshot's files, of which it writes copies that only it sees; its window is a file of
/// its own. Open channels keep files alive after their names are gone.
final class GuestRam implements AutoCloseable {
    private static final long MIB = 1 << 20;

    private final List<FileChannel> files;
    private final Arena arena = Arena.ofShared();
    private MemorySegment window = MemorySegment.NULL;

    private GuestRam(List<FileChannel> files) {
        this.files = files;
    }

    /// {@return new files of the spec's sizes, all zero}
    ///
    /// @throws VmException if one cannot be made or the window not mapped
    static GuestRam create(VmSpec spec, VmFiles files) {
        GuestRam made = new GuestRam(new ArrayList<>());
        try {
            for (int node = 0; node < spec.topology().nodes(); node++) {
                made.files.add(sized(files.ram(node), spec.memoryMib(node) * MIB));
            }
            made.map(made.files.getFirst(), VmSpec.WINDOW_ADDR, spec.windowBytes());
            return made;
        } catch (IOException e) {
            throw made.failed("make %d MiB of guest memory in %s".formatted(spec.memoryMib(), files.dir()), e);
        }
    }

    /// {@return a window as it was in the snapshot; the memory around it is left to QEMU}
    ///
    /// @throws VmException if it cannot be made
    static GuestRam restored(VmSpec spec, VmFiles files, Snapshot snapshot) {
        GuestRam made = new GuestRam(new ArrayList<>());
        try {
            FileChannel window = sized(files.window(), spec.windowBytes());
            made.files.add(window);
            try (FileChannel saved = FileChannel.open(snapshot.window())) {
                saved.transferTo(0, saved.size(), window.position(0));
            }
            made.map(window, 0, spec.windowBytes());
            return made;
        } catch (IOException e) {
            throw made.failed("make a window of %d bytes in %s".formatted(spec.windowBytes(), files.dir()), e);
        }
    }

    /// {@return a file of this size: a byte at its end, the rest is a hole}
    private static FileChannel sized(Path file, long bytes) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.write(ByteBuffer.allocate(1), bytes - 1);
        return channel;
    }

    private void map(FileChannel file, long off, long bytes) throws IOException {
        // the page that is polled must be there: a fault on a full file system would be an error of this JVM
        ByteBuffer first = ByteBuffer.allocate(1);
        file.read(first, off);
        file.write(first.flip(), off);
        window = file.map(FileChannel.MapMode.READ_WRITE, off, bytes, arena);
    }

    private VmException failed(String doing, IOException e) {
        close();
        return VmException.of(VmException.Stage.START, doing + ": " + e.getMessage(), e);
    }

    /// Writes what a stopped guest has in memory, the window apart from the rest: pages that are neither free nor zero.
    ///
    /// @param note where the guest's kernel says which pages are free, see [FreePages#read]
    Saved save(Snapshot snapshot, long note) throws IOException {
        BitSet without = new BitSet();
        String unknown = "";
        try (PhysicalMemory memory = new PhysicalMemory(files)) {
            without = FreePages.read(memory, note);
        } catch (UnknownMemoryException e) {
            unknown = String.valueOf(e.getMessage());
        }
        long windowEnd = VmSpec.WINDOW_ADDR + window.byteSize();
        without.set(page(VmSpec.WINDOW_ADDR), page(windowEnd));
        Map<String, Long> sums = new LinkedHashMap<>();
        long written = 0;
        int first = 0;
        for (int node = 0; node < files.size(); node++) {
            FileChannel from = files.get(node);
            int end = first + page(from.size());
            try (FileChannel to = sized(snapshot.ram(node), from.size())) {
                SparseCopy copy = new SparseCopy(from, to);
                copy.copyAll(without.get(first, end));
                sums.put(snapshot.ram(node).getFileName().toString(), copy.sum());
                written += copy.written();
            }
            first = end;
        }
        try (FileChannel to =
                FileChannel.open(snapshot.window(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            SparseCopy copy = new SparseCopy(files.getFirst(), to);
            copy.copy(VmSpec.WINDOW_ADDR, windowEnd);
            written += copy.written();
        }
        return new Saved(written, sums, unknown);
    }

    private static int page(long offset) {
        return Math.toIntExact(offset / SparseCopy.PAGE);
    }

    /// {@return the window, readable and writable by any thread until this is closed}
    MemorySegment window() {
        return window;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        for (FileChannel file : files) {
            try {
                file.close();
            } catch (IOException e) {
                // A file of which only the descriptor is left; the kernel frees it in any case.
            }
        }
    }
}
