// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class GuestFilesTest {
    private final GuestFiles files = new GuestFiles();

    @TempDir
    Path dir;

    Path one = Path.of("");
    Path other = Path.of("");

    @BeforeEach
    void twoFiles() throws IOException {
        one = Files.writeString(dir.resolve("one"), "1");
        other = Files.writeString(dir.resolve("other"), "1");
    }

    @Test
    void one_file_may_be_wanted_by_two_names_of_the_host(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "x");
        Path other = Files.createSymbolicLink(dir.resolve("link"), dir).resolve("f");

        GuestFiles files = new GuestFiles().file("/f", file, 0644).file("/f", other, 0111);

        assertEquals(1, files.size());
    }

    @Test
    void parents_come_along() {
        files.file("/a/b/c", one, 0644);

        assertEquals(Set.of("a", "a/b", "a/b/c"), files.entries().keySet());
    }

    @Test
    void old_places_lie_under_usr() {
        assertEquals("/usr/bin/fio", GuestFiles.guestPath("/bin/fio"));
        assertEquals("/usr/lib64/ld.so", GuestFiles.guestPath("/lib64/ld.so"));
        assertEquals(
                "/usr/lib/x86_64-linux-gnu/a", GuestFiles.guestPath("/lib/x86_64-linux-gnu/../x86_64-linux-gnu/a"));
        assertEquals("/lib", GuestFiles.guestPath("/lib"));
        assertEquals("/opt/bin/x", GuestFiles.guestPath("/opt/bin/x"));
    }

    @Test
    void the_same_host_file_collapses_and_keeps_both_permissions() {
        files.file("/f", one, 0644).file("/f", one, 0755);

        assertEquals(Set.of("f"), files.entries().keySet());
        assertEquals(new Entry.HostFile(one, 0755, 1), files.entries().get("f"));
    }

    @Test
    void another_host_file_under_the_same_path_is_refused() {
        files.file("/bin/f", one, 0644);

        PlanException thrown = assertThrows(PlanException.class, () -> files.file("/usr/bin/f", other, 0644));

        assertEquals(
                "pack /usr/bin/f: wanted from " + one + " and from " + other + "; give one of them another name",
                thrown.getMessage());
    }

    @Test
    void a_file_in_the_place_of_a_directory_is_refused() {
        files.link("/a/b", "x");

        PlanException thrown = assertThrows(PlanException.class, () -> files.file("/a/b/c", one, 0644));

        assertEquals(
                "pack /a/b/c (" + one + "): /a/b is a link to x, not a directory; give one of them another name",
                thrown.getMessage());
    }

    @Test
    void a_directory_keeps_the_mode_it_was_given() {
        files.file("/tmp/x", one, 0644).directory("/tmp", 01777).file("/tmp/y", other, 0644);
        files.addAll(new GuestFiles().file("/tmp/z", other, 0644));

        assertEquals(new Entry.Directory(01777), files.entries().get("tmp"));
    }
}
