// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredJarTest {
    @TempDir
    Path dir;

    @Test
    void files_are_found_in_it_by_their_relative_path() throws IOException {
        Path a = Files.createDirectories(dir.resolve("classes/org/x")).resolve("A.class");
        Files.writeString(a, "code");

        Path jar = Files.write(dir.resolve("x.jar"), StoredJar.of(dir.resolve("classes"), List.of(a)));

        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> names = Collections.list(file.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
            assertEquals(List.of("org/x/A.class"), names);
            assertEquals(
                    "code",
                    new String(
                            file.getInputStream(file.getEntry("org/x/A.class")).readAllBytes(), UTF_8));
        }
    }

    @Test
    void times_of_the_files_do_not_show() throws IOException {
        Path file = Files.writeString(dir.resolve("A.class"), "code");
        byte[] one = StoredJar.of(dir, List.of(file));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));

        assertArrayEquals(one, StoredJar.of(dir, List.of(file)));
    }
}
