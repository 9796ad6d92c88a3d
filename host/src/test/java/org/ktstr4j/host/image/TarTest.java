// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
    @TempDir
    private Path home;

    @Test
    void the_systems_tar_unpacks_what_was_packed() throws Exception {
        String longName = "/d/" + "n".repeat(150) + "/" + "größer ".repeat(20);
        String longTarget = "../".repeat(60) + "there";
        Path source = Files.write(home.resolve("source"), new byte[1000]);
        GuestFiles files = new GuestFiles()
                .file("/bytes", "content".getBytes(UTF_8), 0644)
                .file("/program", source, 0755)
                .file(longName, "long".getBytes(UTF_8), 0600)
                .directory("/empty", 0700)
                .link("/link", "bytes")
                .link("/far", longTarget);

        Path tar = Files.write(home.resolve("tar"), packed(files));
        Path there = Files.createDirectory(home.resolve("there"));
        Process process = new ProcessBuilder("tar", "-xf", tar.toString(), "-C", there.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertEquals(0, process.waitFor(), said);
        assertEquals("", said);
        Path top = there.resolve("top");
        assertEquals("content", Files.readString(top.resolve("bytes")));
        assertArrayEquals(new byte[1000], Files.readAllBytes(top.resolve("program")));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(top.resolve("program"))));
        assertEquals("long", Files.readString(top.resolve(longName.substring(1))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(top.resolve("empty"))));
        assertEquals(Path.of("bytes"), Files.readSymbolicLink(top.resolve("link")));
        assertEquals(Path.of(longTarget), Files.readSymbolicLink(top.resolve("far")));
        assertEquals(
                Newc.MTIME_S, Files.getLastModifiedTime(top.resolve("bytes")).toMillis() / 1000);
    }

    @Test
    void the_same_files_give_the_same_bytes() throws IOException {
        GuestFiles files = new GuestFiles().file("/b", new byte[3], 0644).link("/a", "b");

        assertArrayEquals(packed(files), packed(files));
    }

    @Test
    void a_file_that_changes_while_it_is_packed_is_refused() throws IOException {
        Path source = Files.write(home.resolve("source"), new byte[10]);
        GuestFiles files = new GuestFiles().file("/f", source, 0644);
        Files.write(source, new byte[11]);

        assertEquals(
                "write archive, file %s: 11 bytes read, it had 10 when it was added; do not change files while they are packed"
                        .formatted(source),
                assertThrows(IOException.class, () -> packed(files)).getMessage());
    }

    private static byte[] packed(GuestFiles files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Tar tar = new Tar(bytes)) {
            tar.write("top/", files);
        }
        return bytes.toByteArray();
    }
}
