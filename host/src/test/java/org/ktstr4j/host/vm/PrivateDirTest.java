// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirTest {
    @TempDir
    Path parent;

    private static void age(Path dir, Duration age) throws IOException {
        Files.setLastModifiedTime(dir, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void only_its_owner_can_enter_it() throws IOException {
        Path dir = PrivateDir.create(parent);

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)));
    }

    @Test
    void it_is_removed_with_its_files_and_removing_it_again_is_nothing() throws IOException {
        Path dir = PrivateDir.create(parent);
        Files.writeString(dir.resolve("ram0"), "x");

        PrivateDir.remove(dir);
        PrivateDir.remove(dir);

        assertFalse(Files.exists(dir));
    }

    @Test
    void what_a_killed_process_left_is_swept_by_the_next_start() throws IOException {
        Path left = PrivateDir.create(parent);
        Files.writeString(left.resolve("ram0"), "x");
        Path young = PrivateDir.create(parent);
        Path foreign = Files.createDirectory(parent.resolve("other"));
        age(left, Duration.ofMinutes(11));
        age(young, Duration.ofMinutes(9));
        age(foreign, Duration.ofDays(1));

        PrivateDir.create(parent);

        assertFalse(Files.exists(left));
        assertTrue(Files.exists(young));
        assertTrue(Files.exists(foreign));
    }

    @Test
    void what_a_dead_process_left_is_swept_at_once() throws IOException {
        String namespace =
                String.valueOf(PrivateDir.create(parent).getFileName()).split("-", -1)[1];
        Path dead = Files.createDirectory(parent.resolve("ktstr4j-" + namespace + "-" + (1 << 23) + "-1"));
        Path elsewhere = Files.createDirectory(parent.resolve("ktstr4j-1" + namespace + "-" + (1 << 23) + "-1"));

        PrivateDir.create(parent);

        assertFalse(Files.exists(dead));
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    void a_parent_that_is_not_there_is_told() {
        var e = assertThrows(VmException.class, () -> PrivateDir.create(Path.of("/no/such")));

        assertTrue(String.valueOf(e.getMessage()).startsWith("make a directory for a VM in /no/such: "), e::toString);
    }
}
