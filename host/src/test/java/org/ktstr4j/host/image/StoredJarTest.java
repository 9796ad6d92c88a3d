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
    void classes_are_found_in_it_as_in_the_directory() throws IOException {
        Files.createDirectories(dir.resolve("classes/org/x"));
        Files.writeString(dir.resolve("classes/org/x/A.class"), "code");
        Files.writeString(dir.resolve("classes/b.properties"), "");

        Path jar = Files.write(dir.resolve("x.jar"), StoredJar.of(dir.resolve("classes")));

        try (JarFile file = new JarFile(jar.toFile())) {
            List<String> names = Collections.list(file.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
            assertEquals(List.of("b.properties", "org/", "org/x/", "org/x/A.class"), names);
            assertEquals(
                    "code",
                    new String(
                            file.getInputStream(file.getEntry("org/x/A.class")).readAllBytes(), UTF_8));
        }
    }

    @Test
    void times_and_order_of_the_files_do_not_show() throws IOException {
        Path one = Files.createDirectory(dir.resolve("one"));
        Path other = Files.createDirectory(dir.resolve("other"));
        Files.writeString(one.resolve("a"), "1");
        Files.writeString(one.resolve("b"), "2");
        Files.writeString(other.resolve("b"), "2");
        Files.setLastModifiedTime(Files.writeString(other.resolve("a"), "1"), FileTime.fromMillis(0));

        assertArrayEquals(StoredJar.of(one), StoredJar.of(other));
    }
}
