// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhysicalMemoryTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path dir;

    /// Sparse, with its own number in the last byte of each.
    private PhysicalMemory of(long... sizes) throws IOException {
        List<FileChannel> files = new ArrayList<>();
        try {
            for (long size : sizes) {
                FileChannel file = FileChannel.open(
                        dir.resolve("ram" + files.size()),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                file.write(ByteBuffer.wrap(new byte[] {(byte) files.size()}), size - 1);
                files.add(file);
            }
            return new PhysicalMemory(files);
        } finally {
            for (FileChannel file : files) file.close();
        }
    }

    @Test
    void little_memory_lies_at_its_address() throws IOException {
        try (PhysicalMemory memory = of(3 * GIB, GIB / 4)) {
            assertEquals(0, memory.offset(0));
            assertEquals(13 * GIB / 4 - 1, memory.offset(13 * GIB / 4 - 1));
            assertEquals(-1, memory.offset(13 * GIB / 4));
            assertEquals(-1, memory.offset(-1));
        }
    }

    @Test
    void much_memory_goes_on_above_the_devices() throws IOException, UnknownMemoryException {
        try (PhysicalMemory memory = of(2 * GIB, 2 * GIB)) {
            assertEquals(3 * GIB - 1, memory.offset(3 * GIB - 1));
            assertEquals(-1, memory.offset(3 * GIB));
            assertEquals(-1, memory.offset(4 * GIB - 1));
            assertEquals(3 * GIB, memory.offset(4 * GIB));
            assertEquals(4 * GIB - 1, memory.offset(5 * GIB - 1));
            assertEquals(-1, memory.offset(5 * GIB));

            assertEquals(0, memory.bytes(2 * GIB - 1, 1)[0]);
            assertEquals(1, memory.bytes(5 * GIB - 1, 1)[0]);
        }
    }
}
