// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedKernelTest {
    private static final int PAYLOAD_AT = 0x100;
    private static final int SETUP_BYTES = 5 * 512;

    @TempDir
    Path dir;

    private Path cache = Path.of("");

    @BeforeEach
    void cache() {
        cache = dir.resolve("cache/vmlinux");
    }

    /// An ELF file with nothing but two notes, the second of a given type.
    private static byte[] elf(int noteType) {
        ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0x464c457f).put((byte) 2).putLong(32, 64).putShort(56, (short) 1);
        b.putInt(64, 4).putLong(64 + 8, 128).putLong(64 + 32, 40);
        // "GNU", 5 bytes of content; "Xen", 4 bytes
        b.position(128).putInt(4).putInt(5).putInt(1).put("GNU\0aaaaa\0\0\0".getBytes(StandardCharsets.US_ASCII));
        b.putInt(4).putInt(4).putInt(noteType).put("Xen\0".getBytes(StandardCharsets.US_ASCII));
        return b.array();
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private Path image(byte[] payload) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(SETUP_BYTES + PAYLOAD_AT + payload.length + 100)
                .order(ByteOrder.LITTLE_ENDIAN);
        b.put(0x1f1, (byte) 4).putInt(0x202, 0x53726448).putShort(0x206, (short) 0x20f);
        b.putInt(0x248, PAYLOAD_AT).putInt(0x24c, payload.length);
        b.put(SETUP_BYTES + PAYLOAD_AT, payload);
        return Files.write(dir.resolve("vmlinuz"), b.array());
    }

    private List<Path> kept() throws IOException {
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Test
    void a_kernel_with_a_pvh_entry_is_unpacked_and_kept() throws IOException {
        Path image = image(gzipped(elf(18)));

        Path unpacked = UnpackedKernel.of(image, cache);

        assertArrayEquals(elf(18), Files.readAllBytes(unpacked));
        assertEquals(List.of(unpacked), kept());
    }

    @Test
    void what_was_kept_is_found_again_until_the_image_changes() throws IOException {
        Path image = image(gzipped(elf(18)));
        Path unpacked = UnpackedKernel.of(image, cache);
        FileTime made = Files.getLastModifiedTime(unpacked);

        assertEquals(unpacked, UnpackedKernel.of(image, cache));
        assertEquals(made, Files.getLastModifiedTime(unpacked));

        Files.setLastModifiedTime(image, FileTime.fromMillis(1));
        assertNotEquals(unpacked, UnpackedKernel.of(image, cache));
    }

    @Test
    void a_kernel_without_a_pvh_entry_boots_as_it_is() throws IOException {
        Path image = image(gzipped(elf(17)));

        assertEquals(image, UnpackedKernel.of(image, cache));
        assertEquals(List.of(), kept());
    }

    @Test
    void an_image_packed_in_another_way_boots_as_it_is() throws IOException {
        Path image = image("\u00fd7zXZ something else of some length".getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(image, UnpackedKernel.of(image, cache));
    }

    @Test
    void a_damaged_payload_boots_as_it_is() throws IOException {
        byte[] frame = ZstdTest.frame(Contents.WORDS, 19);
        frame[frame.length / 2] ^= 1;

        assertEquals(image(frame), UnpackedKernel.of(image(frame), cache));
    }

    @Test
    void a_header_that_points_outside_boots_as_it_is() throws IOException {
        Path image = image(gzipped(elf(18)));
        byte[] bytes = Files.readAllBytes(image);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0x24c, Integer.MAX_VALUE);
        Files.write(image, bytes);

        assertEquals(image, UnpackedKernel.of(image, cache));
    }

    @Test
    void what_is_no_bzimage_boots_as_it_is() throws IOException {
        Path tiny = Files.writeString(dir.resolve("tiny"), "x");
        Path elf = Files.write(dir.resolve("vmlinux"), elf(18));

        assertEquals(tiny, UnpackedKernel.of(tiny, cache));
        assertEquals(elf, UnpackedKernel.of(elf, cache));
    }

    @Test
    void a_cache_that_cannot_be_written_costs_only_time() throws IOException {
        Path image = image(gzipped(elf(18)));
        Files.writeString(dir.resolve("cache"), "in the way");

        assertEquals(image, UnpackedKernel.of(image, cache));
    }

    @Test
    void an_image_that_is_not_there_is_an_error() {
        assertThrows(NoSuchFileException.class, () -> UnpackedKernel.of(dir.resolve("none"), cache));
    }
}
