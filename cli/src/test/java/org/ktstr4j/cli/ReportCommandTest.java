// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

class ReportCommandTest {
    private static final Verdict PASSED = new Verdict.Judged(AssertResult.pass());
    private static final Verdict FAILED = new Verdict.Judged(
            AssertResult.fail("p99: expected ≤ 2 ms, was 7.4 ms").withNote("slow host"));

    @TempDir
    private Path runs;

    private Path session = Path.of("");

    @BeforeEach
    void a_run_directory() throws Exception {
        session = Files.createDirectory(runs.resolve("20261122-010203"));
        Files.createSymbolicLink(runs.resolve("latest"), session.getFileName());
    }

    @Test
    void a_whole_run_is_told_again_with_its_exit_code() throws Exception {
        Lines.record(session, Lines.sidecar("fair", PASSED, Lines.stress()));
        Lines.record(session, Lines.sidecar("late", FAILED));

        assertEquals(new Command(1, """
                          passed         StealTest.fair  7.3 s (boot 5.0 s, body 0.1 s of guest time)
                          failed         StealTest.late  7.3 s (boot 5.0 s, body 0.1 s of guest time)
                            p99: expected ≤ 2 ms, was 7.4 ms
                            note: slow host

                        StealTest.fair
                          stress-ng  finished, exit code 0, 1000 ms
                            bogo-ops          12 ops
                            check passed        exit code = 0

                        2 tests: 1 failed, 1 passed
                        """, ""), Command.run("report", session.toString()));
    }

    @Test
    void one_test_is_told_alone() throws Exception {
        Path run = Lines.record(session, Lines.sidecar("fair", PASSED));
        Lines.record(session, Lines.sidecar("late", FAILED));

        assertEquals(new Command(0, """
                          passed         StealTest.fair  7.3 s (boot 5.0 s, body 0.1 s of guest time)

                        1 test: 1 passed
                        """, ""), Command.run("report", run.toString()));
    }

    @Test
    void the_link_to_the_latest_run_is_followed() throws Exception {
        Lines.record(session, Lines.sidecar("fair", PASSED));

        assertEquals(
                Command.run("report", session.toString()),
                Command.run("report", runs.resolve("latest").toString()));
    }

    @Test
    void exit_codes_are_those_of_the_run() throws Exception {
        Lines.record(session, Lines.sidecar("fair", PASSED));
        assertEquals(0, Command.run("report", session.toString()).exitCode());

        Lines.record(session, Lines.sidecar("dark", new Verdict.Judged(AssertResult.inconclusive("log full"))));
        assertEquals(2, Command.run("report", session.toString()).exitCode());

        Lines.record(session, Lines.sidecar("dead", new Verdict.CouldNotRun("boot", "QEMU ended")));
        assertEquals(69, Command.run("report", session.toString()).exitCode());

        Lines.record(session, Lines.sidecar("late", FAILED));
        assertEquals(1, Command.run("report", session.toString()).exitCode());
    }

    @Test
    void a_run_whose_process_was_killed_says_so() throws Exception {
        Lines.record(
                session,
                Lines.sidecar(
                        "dead",
                        new Verdict.CouldNotRun("run", "the process that ran the test ended before it had a verdict")));

        assertEquals(new Command(69, """
                          could not run  StealTest.dead  7.3 s
                            run: the process that ran the test ended before it had a verdict

                        1 test: 1 could not run
                        """, ""), Command.run("report", session.toString()));
    }

    @Test
    void json_is_one_document_on_standard_output() throws Exception {
        Lines.record(session, Lines.sidecar("late", FAILED));

        Command report = Command.run("report", "--json", session.toString());

        assertEquals(1, report.exitCode());
        assertEquals("", report.error());
        Node json = Json.read("report", report.out());
        assertEquals(1, json.get("exitCode").integer());
        assertEquals(
                "failed", json.get("tests").elements().getFirst().get("outcome").string());
    }

    @Test
    void what_is_no_run_directory_is_refused() {
        assertRefused("no result.ktstr.json in it or one level below", session);
        assertRefused("no result.ktstr.json in it or one level below", runs);
        Path missing = runs.resolve("missing");
        assertRefused("cannot read it: java.nio.file.NoSuchFileException: " + missing, missing);
    }

    @Test
    void a_result_of_a_later_version_is_refused() throws Exception {
        Path run = Lines.record(session, Lines.sidecar("fair", PASSED));
        Path file = run.resolve("result.ktstr.json");
        Files.writeString(file, "{\"format\":2}");

        assertEquals(
                new Command(
                        69,
                        "",
                        "ktstr: read %s: format 2, this version reads 1; use the version that wrote it\n"
                                .formatted(file.toRealPath())),
                Command.run("report", run.toString()));
    }

    private static void assertRefused(String found, Path directory) {
        assertEquals(
                new Command(69, "", "ktstr: report on %s: %s; give a run directory\n".formatted(directory, found)),
                Command.run("report", directory.toString()));
    }
}
