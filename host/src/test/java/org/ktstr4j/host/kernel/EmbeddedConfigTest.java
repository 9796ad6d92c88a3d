// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedConfigTest {
    private static final byte[] CONFIG = "CONFIG_HZ=250\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    /// The second place puts the mark across the border of two reads.
    @ParameterizedTest
    @ValueSource(ints = {100, (1 << 20) - 4, 3 << 20})
    void a_config_is_found_wherever_it_is(int at) throws IOException {
        Path image = image(gzip(vmlinux(at, gzip(CONFIG))));

        Optional<Path> found = find(image);

        assertEquals("CONFIG_HZ=250\n", Files.readString(found.orElseThrow()));
        assertEquals(found, find(image));
    }

    @Test
    void a_kernel_without_one_has_none() throws IOException {
        Path image = image(gzip(new byte[2 << 20]));

        assertEquals(Optional.empty(), find(image));
        assertEquals(Optional.empty(), find(image));
    }

    @Test
    void another_packing_is_not_read() throws IOException {
        assertEquals(Optional.empty(), find(image(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd})));
    }

    @Test
    void a_broken_payload_has_none() throws IOException {
        assertEquals(Optional.empty(), find(image(new byte[] {0x1f, (byte) 0x8b, 8, 1, 2, 3})));
    }

    private Optional<Path> find(Path image) {
        return new EmbeddedConfig(dir.resolve("configs")).find(image, BzImage.read(image));
    }

    private Path image(byte[] payload) throws IOException {
        return new TestImage("7.3.4 (a@b)").payload(payload).write(dir.resolve("bzImage"));
    }

    private static byte[] vmlinux(int at, byte[] packed) {
        byte[] vmlinux = new byte[at + 8 + packed.length + 100];
        byte[] mark = "IKCFG_ST".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, vmlinux, at, mark.length);
        System.arraycopy(packed, 0, vmlinux, at + mark.length, packed.length);
        return vmlinux;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
