// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class AsideTest {
    @TempDir
    Path dir;

    @Test
    void closing_kills_what_runs_inside_and_deletes_what_it_wrote() throws Exception {
        Aside aside = Aside.in(dir);
        Process process = new ProcessBuilder("sleep", "60")
                .directory(aside.directory().toFile())
                .start();
        aside.own(process);
        Files.createDirectories(aside.directory().resolve("a/b"));
        Files.createFile(aside.directory().resolve("a/b/file"));

        aside.close();

        assertTrue(process.waitFor(5, TimeUnit.SECONDS));
        assertFalse(Files.exists(aside.directory()));
    }

    @Test
    void a_sweep_takes_only_what_is_aside() throws IOException {
        Files.createDirectories(dir.resolve(".aside-1/x"));
        Path kernel = Files.createDirectories(dir.resolve("7.3.4"));

        Aside.sweep(dir);

        try (var left = Files.list(dir)) {
            assertEquals(List.of(kernel), left.toList());
        }
    }

    @Test
    void a_command_gives_output_errors_and_exit_code() throws IOException {
        try (Aside aside = Aside.in(dir)) {
            Command.Ended<String> ended = new Command(aside)
                    .run(Duration.ofSeconds(10), List.of("sh", "-c", "pwd; echo $LC_ALL; echo bad >&2; exit 3"));

            assertEquals(aside.directory().toRealPath() + "\nC\n", ended.out());
            assertEquals("bad\n", ended.err());
            assertEquals(3, ended.exit());
            assertFalse(ended.ok());
        }
    }

    @Test
    void a_command_that_does_not_end_is_killed() throws IOException {
        try (Aside aside = Aside.in(dir)) {
            PlanException e = assertThrows(
                    PlanException.class,
                    () -> new Command(aside).run(Duration.ofMillis(200), List.of("sh", "-c", "exec sleep 60")));

            assertEquals(
                    "run \"sh -c exec sleep 60\": not ended within 0 s; see what it waits for, then try again",
                    e.getMessage());
        }
    }

    @Test
    void a_command_that_is_not_there_is_said() throws IOException {
        try (Aside aside = Aside.in(dir)) {
            PlanException e = assertThrows(
                    PlanException.class,
                    () -> new Command(aside).run(Duration.ofSeconds(1), List.of("/no/such/program")));

            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("run \"/no/such/program\": "), message);
            assertTrue(message.endsWith("; install it"), message);
        }
    }

    @Test
    void an_error_of_the_reader_ends_the_command_and_is_passed_on() throws IOException {
        try (Aside aside = Aside.in(dir)) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> new Command(aside).run(Duration.ofSeconds(30), List.of("cat", "/dev/zero"), out -> {
                        throw new IOException("No space left on device");
                    }));

            assertEquals("No space left on device", e.getMessage());
        }
    }
}
