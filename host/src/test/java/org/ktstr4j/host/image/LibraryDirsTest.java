// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryDirsTest {
    @TempDir
    Path dir;

    @Test
    void configured_directories_come_first_in_the_order_of_files_and_lines() throws IOException {
        Path a = Files.createDirectory(dir.resolve("a"));
        Path b = Files.createDirectory(dir.resolve("b"));
        Path c = Files.createDirectory(dir.resolve("c"));
        Path conf = Files.writeString(dir.resolve("ld.so.conf"), "# text\n" + b + " # why\ninclude conf.d/*.conf\n");
        Files.createDirectory(dir.resolve("conf.d"));
        Files.writeString(dir.resolve("conf.d/2.conf"), c + "\n\n" + a + "\n");
        Files.writeString(dir.resolve("conf.d/1.conf"), dir + "/gone\nhwcap 1 x\n" + a + "\n");
        Files.writeString(dir.resolve("conf.d/3.txt"), dir + "\n");

        assertEquals(List.of(b, a, c), LibraryDirs.read(conf, List.of(c, dir.resolve("none"))));
    }

    @Test
    void a_configuration_that_includes_itself_ends() throws IOException {
        Path conf = Files.writeString(dir.resolve("ld.so.conf"), "include ld.so.conf\n" + dir + "\n");

        assertEquals(List.of(dir), LibraryDirs.read(conf, List.of()));
    }

    @Test
    void no_configuration_leaves_the_built_in_directories() {
        assertEquals(List.of(dir), LibraryDirs.read(dir.resolve("ld.so.conf"), List.of(dir)));
    }

    @Test
    void the_hosts_c_library_is_in_one_of_its_directories() {
        assertTrue(LibraryDirs.ofHost().stream().anyMatch(found -> Files.exists(found.resolve("libc.so.6"))));
    }
}
