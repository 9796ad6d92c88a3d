// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/// The physical addresses of QEMU's machine `pc`, as the files of its nodes, one after the other.
///
/// A machine with 3.5 GiB or more has all beyond 3 GiB above the addresses of devices, from 4 GiB on
/// (`pc_init1` of hw/i386/pc_piix.c).
public final class PhysicalMemory implements AutoCloseable {
    static final int PAGE = 4096;

    private static final long GIB = 1L << 30;
    private static final long SPLIT_FROM = 7 * GIB / 2;
    private static final long BELOW_DEVICES = 3 * GIB;
    private static final long ABOVE_DEVICES = 4 * GIB;

    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> files = new ArrayList<>();
    private final long size;

    /// Maps the files of a guest that does not run.
    public PhysicalMemory(List<FileChannel> files) throws IOException {
        long total = 0;
        try {
            for (FileChannel file : files) {
                this.files.add(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena));
                total += file.size();
            }
        } catch (IOException e) {
            arena.close();
            throw e;
        }
        this.size = total;
    }

    /// {@return how many bytes there are, over all files}
    public long size() {
        return size;
    }

    /// {@return where a byte is among those of all files, −1 if there is no memory at this address}
    long offset(long address) {
        long gap = size < SPLIT_FROM || address < BELOW_DEVICES ? 0 : ABOVE_DEVICES - BELOW_DEVICES;
        if (gap > 0 && address < ABOVE_DEVICES) return -1;
        long offset = address - gap;
        return offset >= 0 && offset < size ? offset : -1;
    }

    long int64(long address) throws UnknownMemoryException {
        return at(address, Long.BYTES).get(JAVA_LONG_UNALIGNED, 0);
    }

    int int32(long address) throws UnknownMemoryException {
        return at(address, Integer.BYTES).get(JAVA_INT_UNALIGNED, 0);
    }

    byte[] bytes(long address, int length) throws UnknownMemoryException {
        return at(address, length).toArray(JAVA_BYTE);
    }

    /// {@return memory that must not reach beyond a file}
    MemorySegment at(long address, long length) throws UnknownMemoryException {
        long offset = offset(address);
        for (MemorySegment file : files) {
            if (offset < 0) break;
            if (offset < file.byteSize() && length <= file.byteSize() - offset) return file.asSlice(offset, length);
            offset -= file.byteSize();
        }
        throw new UnknownMemoryException("there is no memory at 0x%x".formatted(address));
    }

    @Override
    public void close() {
        arena.close();
    }
}
