// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class AsideTest {
    @TempDir
    Path dir;

    @Test
    void a_directory_is_made_once() throws IOException {
        Path made = make("first");
        Path again = make("second");

        assertEquals(dir.resolve("cache/x"), made);
        assertEquals("first", Files.readString(again.resolve("f")));
        assertEquals(List.of("x"), names());
    }

    @Test
    void a_failure_leaves_nothing_behind() throws IOException {
        PlanException thrown = assertThrows(
                PlanException.class,
                () -> Aside.directory(dir.resolve("cache"), "x", "the thing", aside -> {
                    Files.writeString(aside.resolve("f"), "half");
                    throw new IOException("No space left on device");
                }));

        assertTrue(
                thrown.toString()
                        .matches(
                                ".*: make the thing in " + dir
                                        + "/cache: java.io.IOException: No space left on device, "
                                        + "[0-9]+ MiB free there; make room, or set XDG_CACHE_HOME to a directory on another disk"),
                thrown.toString());
        assertEquals(List.of(), names());
    }

    @Test
    void the_first_of_two_makers_wins() throws IOException {
        Path made = Aside.directory(dir.resolve("cache"), "x", "it", aside -> {
            Files.writeString(aside.resolve("f"), "slow");
            make("quick");
        });

        assertEquals("quick", Files.readString(made.resolve("f")));
        assertEquals(List.of("x"), names());
    }

    @Test
    void what_a_dead_process_left_is_removed_after_some_hours() throws IOException {
        Path old = Files.createDirectories(dir.resolve("cache/.aside-old"));
        Files.writeString(old.resolve("f"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(30_000)));
        Path young = Files.createDirectories(dir.resolve("cache/.aside-young"));

        make("x");

        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    @Test
    void what_was_used_least_recently_goes_when_there_is_too_much() throws IOException {
        for (int i = 0; i < 9; i++) {
            Path old = Files.createDirectories(dir.resolve("cache/" + i));
            Files.setLastModifiedTime(old, FileTime.fromMillis(1000L * i));
        }
        Aside.directory(dir.resolve("cache"), "0", "used again", _ -> {});

        make("x");

        assertEquals(
                List.of("0", "3", "4", "5", "6", "7", "8", "x"),
                names().stream().sorted().toList());
    }

    private Path make(String text) {
        return Aside.directory(dir.resolve("cache"), "x", "it", aside -> Files.writeString(aside.resolve("f"), text));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
