// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/// Executions that end before anything boots.
class ExecutionTest {
    @TempDir
    private Path runs;

    @Test
    void disabled_tests_are_skipped_with_their_reason() {
        assertEquals(
                Map.of("withReason", "until 6.19", "withoutReason", "@Disabled"),
                skipped(Kit.of(Fixtures.PartlyDisabled.class).execute()));
        assertEquals(
                Map.of("one", "all of it", "other", "this one"),
                skipped(Kit.of(Fixtures.Disabling.class).execute()));
    }

    @Test
    void nothing_is_made_for_tests_that_are_skipped_or_refused() throws Exception {
        configured(Kit.of(Fixtures.PartlyDisabled.class)).execute();
        configured(Kit.of(Fixtures.Signatures.class)).execute();

        try (Stream<Path> made = Files.list(runs)) {
            assertEquals(List.of(), made.toList());
        }
    }

    @Test
    void a_kernel_that_is_not_there_fails_the_test_and_leaves_a_run_directory() throws Exception {
        needsQemu();

        EngineExecutionResults results = configured(Kit.engine(selectMethod(Fixtures.Plain.class, "declares")))
                .execute();

        Path run = runs.resolve("latest").toRealPath().resolve("Fixtures.Plain.declares");
        assertEquals(
                List.of("declares: CouldNotRunException: plan @KtstrTest Fixtures.Plain.declares:"
                        + " read kernel \"/nonexistent\": no such file; give the path of a bzImage,"
                        + " or \"debian\" for a stock kernel of Debian\nrun directory: " + run),
                Kit.failures(results));
        assertEquals(List.of(Map.of("ktstr.run", run.toString())), entries(results));
        assertTrue(Files.exists(run.resolve("result.ktstr.json")));
        assertEquals(2, results.containerEvents().succeeded().count());
    }

    @Test
    void the_tests_of_one_execution_share_a_directory() throws Exception {
        needsQemu();

        configured(Kit.of(Fixtures.Plain.class)).execute();

        try (Stream<Path> made = Files.list(runs.resolve("latest/"))) {
            assertEquals(
                    List.of("Fixtures.Plain.declares", "Fixtures.Plain.passes"),
                    made.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void a_place_where_no_run_directory_can_be_made_fails_each_test() throws Exception {
        Path file = Files.writeString(runs.resolve("file"), "in the way");

        EngineExecutionResults results = Kit.of(Fixtures.Plain.class)
                .configurationParameter("ktstr.runs", file.toString())
                .execute();

        String why = "make run directory under %s: FileAlreadyExistsException: %s; give another one with --runs"
                .formatted(file, file);
        assertEquals(
                List.of("declares: PlanException: " + why, "passes: PlanException: " + why),
                Kit.failures(results).stream().sorted().toList());
        assertEquals(2, results.containerEvents().succeeded().count());
    }

    @Test
    void a_setting_that_makes_no_sense_fails_the_engine_and_says_which() {
        EngineExecutionResults results = Kit.of(Fixtures.Plain.class)
                .configurationParameter("ktstr.hostLimitS", "soon")
                .execute();

        Event failed = results.containerEvents().failed().list().getFirst();
        assertEquals("ktstr4j", failed.getTestDescriptor().getDisplayName());
        assertEquals(
                "setting ktstr.hostLimitS: \"soon\" is not a number of seconds; give one of 1 to 1000000",
                failed.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .getMessage());
        assertEquals(0, results.testEvents().started().count());
    }

    private EngineTestKit.Builder configured(EngineTestKit.Builder builder) {
        return builder.configurationParameter("ktstr.kernel", "/nonexistent")
                .configurationParameter("ktstr.runs", runs.toString());
    }

    private static Map<String, String> skipped(EngineExecutionResults results) {
        assertEquals(0, results.testEvents().started().count());
        Map<String, String> skipped = new TreeMap<>();
        for (Event event : results.testEvents().skipped().list()) {
            skipped.put(event.getTestDescriptor().getDisplayName(), event.getRequiredPayload(String.class));
        }
        return skipped;
    }

    private static List<Map<String, String>> entries(EngineExecutionResults results) {
        return results.testEvents().list().stream()
                .filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .toList();
    }

    // The engine looks for QEMU before it looks for the kernel.
    private static void needsQemu() {
        String path = String.valueOf(System.getenv("PATH"));
        boolean there = System.getenv("KTSTR_QEMU") != null
                || Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "qemu-system-x86_64")));
        if (!there && !"1".equals(System.getenv("KTSTR_REQUIRE_VM"))) {
            abort("needs QEMU: no qemu-system-x86_64 on PATH \"" + path + "\"");
        }
    }
}
