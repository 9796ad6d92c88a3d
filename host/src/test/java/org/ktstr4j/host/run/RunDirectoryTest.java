// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.wire.Frame;

class RunDirectoryTest {
    private static final TestId TEST = new TestId("org.example.Outer$StealTest", "fair");

    @TempDir
    private Path directory;

    @Test
    void a_session_is_named_by_its_time_and_made_with_its_parents() {
        Path session = RunDirectory.session(directory.resolve("target/ktstr"));

        assertTrue(Files.isDirectory(session));
        assertEquals(directory.resolve("target/ktstr"), session.getParent());
        assertTrue(session.getFileName().toString().matches("\\d{8}-\\d{6}"), session.toString());
    }

    @Test
    void sessions_of_many_at_once_each_have_a_directory_of_their_own() throws Exception {
        int count = 16;
        Set<Path> sessions = new HashSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(count)) {
            List<Callable<Path>> tasks = Stream.generate(() -> (Callable<Path>) () -> RunDirectory.session(directory))
                    .limit(count)
                    .toList();
            for (Future<Path> each : pool.invokeAll(tasks)) sessions.add(each.get());
        }

        assertEquals(count, sessions.size());
        assertTrue(sessions.contains(directory.resolve("latest").toRealPath()));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(count + 1, left.count(), "the sessions and the link");
        }
    }

    @Test
    void latest_points_to_the_newest_session_by_a_relative_link() throws IOException {
        RunDirectory.session(directory);
        Path second = RunDirectory.session(directory);

        assertEquals(second.getFileName(), Files.readSymbolicLink(directory.resolve("latest")));
    }

    @Test
    void a_test_that_runs_again_has_a_directory_of_its_own() {
        try (RunDirectory first = RunDirectory.open(directory, TEST);
                RunDirectory again = RunDirectory.open(directory, TEST)) {
            assertEquals(directory.resolve("Outer.StealTest.fair"), first.path());
            assertEquals(directory.resolve("Outer.StealTest.fair-2"), again.path());
            assertEquals(first.path().resolve("console.log"), first.console());
            assertNotEquals(first.console(), again.console());
        }
    }

    @Test
    void frames_are_in_the_file_as_soon_as_they_are_added() throws IOException {
        Frame first = new Frame(13, Frame.KT, 0, 1, new byte[] {1, 2, 3});
        Frame second = new Frame(13, Frame.KT, 1, 2, new byte[0]);
        try (RunDirectory run = RunDirectory.open(directory, TEST)) {
            assertArrayEquals(new byte[0], run.log());

            run.append(first);
            assertArrayEquals(first.encode(), Files.readAllBytes(run.path().resolve("records.log")));
            run.append(second);

            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(first.encode());
            both.writeBytes(second.encode());
            assertArrayEquals(both.toByteArray(), run.log());
        }
    }

    @Test
    void a_file_is_replaced_as_a_whole_and_nothing_else_is_left() throws IOException {
        try (RunDirectory run = RunDirectory.open(directory, TEST)) {
            run.write("plan.json", "first, and much longer");
            run.write("plan.json", "second");

            assertEquals("second", Files.readString(run.path().resolve("plan.json")));
            try (Stream<Path> files = Files.list(run.path())) {
                assertEquals(
                        List.of("plan.json", "records.log"),
                        files.map(each -> each.getFileName().toString())
                                .sorted()
                                .toList());
            }
        }
    }

    @Test
    void a_place_where_no_directory_can_be_made_is_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        PlanException refused = assertThrows(PlanException.class, () -> RunDirectory.session(file.resolve("runs")));

        assertEquals(
                "make run directory under %s/runs: FileSystemException: %s/runs: Not a directory; give another one with --runs"
                        .formatted(file, file),
                refused.getMessage());
    }

    @Test
    void a_session_that_has_gone_is_refused() {
        Path gone = directory.resolve("gone");

        PlanException refused = assertThrows(PlanException.class, () -> RunDirectory.open(gone, TEST));

        assertEquals(
                "make run directory of Outer.StealTest.fair under %s: NoSuchFileException: %s/Outer.StealTest.fair; give another one with --runs"
                        .formatted(gone, gone),
                refused.getMessage());
    }

    @Test
    void what_cannot_be_written_says_which_file() throws IOException {
        try (RunDirectory run = RunDirectory.open(directory, TEST)) {
            Files.delete(run.path().resolve("records.log"));
            Files.delete(run.path());

            UncheckedIOException refused =
                    assertThrows(UncheckedIOException.class, () -> run.write("plan.json", "text"));

            assertEquals(
                    "write %s/plan.json: NoSuchFileException: %s/.plan.json.part".formatted(run.path(), run.path()),
                    refused.getMessage());
        }
    }
}
