// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebFileTest {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    @TempDir
    Path dir;

    @Test
    void wanted_files_are_written_and_others_are_not() throws IOException {
        entry("./boot/", '5', "");
        entry("./boot/System.map-1", '0', "no");
        entry("./boot/config-1", '0', "CONFIG_A=y\n");
        entry("./boot/vmlinuz-1", '0', "x".repeat(1000));
        tar.write(new byte[1024]);
        Path config = dir.resolve("config");
        Path image = dir.resolve("vmlinuz");

        Set<Path> written = DebFile.extract(
                new ByteArrayInputStream(tar.toByteArray()),
                Map.of("boot/config-1", config, "boot/vmlinuz-1", image, "boot/absent", dir.resolve("absent")));

        assertEquals(Set.of(config, image), written);
        assertEquals("CONFIG_A=y\n", Files.readString(config));
        assertEquals("x".repeat(1000), Files.readString(image));
        assertEquals(2, dir.toFile().list().length);
    }

    @Test
    void a_link_with_a_wanted_name_is_no_file() throws IOException {
        entry("./boot/vmlinuz-1", '2', "");
        tar.write(new byte[1024]);

        assertEquals(
                Set.of(),
                DebFile.extract(
                        new ByteArrayInputStream(tar.toByteArray()), Map.of("boot/vmlinuz-1", dir.resolve("vmlinuz"))));
    }

    @Test
    void a_package_that_ends_early_is_an_error() throws IOException {
        entry("./boot/vmlinuz-1", '0', "x".repeat(1000));
        byte[] cut = Arrays.copyOf(tar.toByteArray(), 512 + 400);

        EOFException e = assertThrows(
                EOFException.class,
                () -> DebFile.extract(new ByteArrayInputStream(cut), Map.of("boot/vmlinuz-1", dir.resolve("vmlinuz"))));

        assertEquals("package ends 600 bytes early", e.getMessage());
    }

    private void entry(String name, char type, String content) throws IOException {
        byte[] header = new byte[512];
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        byte[] size = "%011o".formatted(content.length()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = (byte) type;
        tar.write(header);
        tar.write(content.getBytes(StandardCharsets.US_ASCII));
        tar.write(new byte[(512 - content.length() % 512) % 512]);
    }
}
