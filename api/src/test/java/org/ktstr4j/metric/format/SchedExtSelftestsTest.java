// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;

/// Output in the form of `runner.c` of Linux 7.3.
class SchedExtSelftestsTest {
    private static final String TWO = """
            ===== START =====
            TEST: minimal
            DESCRIPTION: Verify we can load a fully minimal scheduler
            OUTPUT:
            TAP version 13
            1..1
            not ok 1 nested # a result of somebody else
            ok 1 minimal #\s
            =====  END  =====
            ===== START =====
            TEST: hotplug
            DESCRIPTION: Verify hotplug behavior
            OUTPUT:
            ok 2 hotplug # SKIP\s
            =====  END  =====
            """;
    private static final String FAILED = """
            ===== START =====
            TEST: exit
            DESCRIPTION: Verify we can cleanly exit a scheduler in multiple places
            OUTPUT:
            not ok 3 exit #\s
            =====  END  =====
            """;
    private static final String SUMMARY = """


            =============================

            RESULTS:

            PASSED:  1
            SKIPPED: 1
            FAILED:  1

            Failed tests:
              - exit
            """;

    @Test
    void a_whole_run_is_counted_as_the_runner_counts() {
        assertEquals(
                "test.minimal=1 test.exit=0 passed=1 failed=1 skipped=1 complete=1", metrics(TWO + FAILED + SUMMARY));
        assertEquals(List.of(), extract(TWO + FAILED + SUMMARY).notices());
    }

    @Test
    void a_runner_that_dies_between_two_tests_is_not_complete() {
        assertEquals("test.minimal=1 passed=1 failed=0 skipped=1 complete=0", metrics(TWO));
        assertEquals(
                List.of("the runner's own summary is missing, or says something else: it did not come to its end"),
                extract(TWO).notices());
    }

    @Test
    void a_test_in_which_it_dies_counts_as_nothing_and_is_named() {
        String cut = TWO + "===== START =====\nTEST: maximal\nOUTPUT:\nok 1 nested # x\n";

        assertEquals("test.minimal=1 passed=1 failed=0 skipped=1 complete=0", metrics(cut));
        assertEquals(
                "test maximal was begun and has no result",
                extract(cut).notices().getFirst());
    }

    @Test
    void a_summary_that_says_something_else_is_not_believed() {
        assertEquals("test.minimal=1 passed=1 failed=0 skipped=1 complete=0", metrics(TWO + SUMMARY));
    }

    @Test
    void nothing_is_nothing() {
        assertEquals("passed=0 failed=0 skipped=0 complete=0", metrics(""));
    }

    private static Extraction extract(String stdout) {
        return new SchedExtSelftests().extract(Capture.of(stdout, ""));
    }

    private static String metrics(String stdout) {
        return extract(stdout).metrics().stream()
                .map(each -> each.name() + "=" + Math.round(each.value()))
                .collect(Collectors.joining(" "));
    }
}
