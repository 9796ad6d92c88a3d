// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ktstr4j.json.Json;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

class SummaryTest {
    private static final TestLine PASSED = Lines.line("A.a", "passed", 0, "");
    private static final TestLine FAILED = Lines.line("A.b", "failed", 1, "too slow");
    private static final TestLine INCONCLUSIVE = Lines.line("A.c", "inconclusive", 2, "log full");
    private static final TestLine COULD_NOT_RUN = Lines.line("A.d", "could not run", 69, "no QEMU");
    private static final TestLine SKIPPED = new TestLine("A.e", "skipped", 0, 0, "later", Optional.empty());

    @Test
    void a_finished_test_has_a_line_and_its_reason_below() {
        try (Screen screen = new Screen(new Lines().stream(), false)) {
            assertEquals("  passed         A.a  1.3 s", Summary.line(screen, PASSED));
            assertEquals("  failed         A.b  1.3 s\n    too slow", Summary.line(screen, FAILED));
            assertEquals("  inconclusive   A.c  1.3 s\n    log full", Summary.line(screen, INCONCLUSIVE));
            assertEquals("  could not run  A.d  1.3 s\n    no QEMU", Summary.line(screen, COULD_NOT_RUN));
            assertEquals("  skipped        A.e\n    later", Summary.line(screen, SKIPPED));
        }
    }

    @Test
    void times_of_boot_and_body_are_shown_where_both_are_known() {
        Verdict passed = new Verdict.Judged(AssertResult.pass());
        Verdict none = new Verdict.CouldNotRun("boot", "QEMU ended");
        try (Screen screen = new Screen(new Lines().stream(), false)) {
            assertEquals(
                    "  passed         StealTest.fair  2.0 s (boot 5.0 s, body 0.1 s of guest time)\n    one\n    two",
                    Summary.line(screen, Lines.line(Lines.sidecar("fair", passed), "one\ntwo\n")));
            assertEquals(
                    "  could not run  StealTest.fair  2.0 s",
                    Summary.line(screen, Lines.line(Lines.sidecar("fair", none), "")));
        }
    }

    @Test
    void outcomes_have_colours_on_a_terminal() {
        try (Screen screen = new Screen(new Lines().stream(), true)) {
            assertEquals("  \u001b[32mpassed       \u001b[0m  A.a  1.3 s", Summary.line(screen, PASSED));
            assertTrue(Summary.line(screen, FAILED).startsWith("  \u001b[31mfailed       \u001b[0m  A.b"));
            assertTrue(Summary.line(screen, COULD_NOT_RUN).startsWith("  \u001b[31mcould not run\u001b[0m  A.d"));
            assertTrue(Summary.line(screen, INCONCLUSIVE).startsWith("  \u001b[33minconclusive \u001b[0m  A.c"));
            assertTrue(Summary.line(screen, SKIPPED).startsWith("  \u001b[33mskipped      \u001b[0m  A.e"));
        }
    }

    @Test
    void tests_are_counted_by_outcome() {
        assertEquals("1 test: 1 passed", Summary.counts(List.of(PASSED)));
        assertEquals(
                "6 tests: 1 could not run, 1 failed, 1 inconclusive, 2 passed, 1 skipped",
                Summary.counts(List.of(PASSED, FAILED, INCONCLUSIVE, COULD_NOT_RUN, SKIPPED, PASSED)));
        assertEquals("0 tests: ", Summary.counts(List.of()));
    }

    @Test
    void the_worst_outcome_gives_the_exit_code() {
        assertEquals(0, Summary.exitCode(List.of()));
        assertEquals(0, Summary.exitCode(List.of(PASSED, SKIPPED)));
        assertEquals(2, Summary.exitCode(List.of(PASSED, INCONCLUSIVE, SKIPPED)));
        assertEquals(69, Summary.exitCode(List.of(INCONCLUSIVE, COULD_NOT_RUN, PASSED)));
        assertEquals(1, Summary.exitCode(List.of(COULD_NOT_RUN, INCONCLUSIVE, FAILED, PASSED)));
    }

    @Test
    void the_closing_table_has_the_payloads_of_those_tests_that_ran_some() {
        Lines out = new Lines();
        Verdict passed = new Verdict.Judged(AssertResult.pass());
        try (Screen screen = new Screen(new Lines().stream(), false)) {
            Summary.print(
                    screen,
                    List.of(
                            PASSED,
                            Lines.line(Lines.sidecar("fair", passed, Lines.stress(), Lines.stress()), ""),
                            Lines.line(Lines.sidecar("bare", passed), "")),
                    out.stream());
        }

        String stress = """
                  stress-ng  finished, exit code 0, 1000 ms
                    bogo-ops          12 ops
                    check passed        exit code = 0
                """;
        assertEquals("\nStealTest.fair\n" + stress + stress + "\n3 tests: 3 passed\n", out.text());
    }

    @Test
    void json_holds_every_test_and_the_exit_code() {
        TestLine ran = Lines.line(Lines.sidecar("fair", new Verdict.Judged(AssertResult.fail("too slow"))), "too slow");

        String json = Summary.json(List.of(PASSED, ran));

        assertEquals(
                "{\"exitCode\":1,\"tests\":[{\"name\":\"A.a\",\"outcome\":\"passed\",\"tookNs\":1250000000},"
                        + "{\"name\":\"StealTest.fair\",\"outcome\":\"failed\",\"tookNs\":2000000000,"
                        + "\"message\":\"too slow\",\"result\":{\"format\":1,",
                json.substring(0, json.indexOf("\"class\"")));
        assertEquals(
                "org.example.StealTest",
                Json.read("summary", json)
                        .get("tests")
                        .elements()
                        .getLast()
                        .get("result")
                        .get("class")
                        .string());
    }
}
