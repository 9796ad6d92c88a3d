// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.plan.PlanException;

/// Runs of `ktstr test` that end before anything boots.
class TestRunTest {
    @TempDir
    private Path directory;

    private final Lines shown = new Lines();
    private Path classes = Path.of("");

    @BeforeEach
    void a_class_path_with_one_class() throws Exception {
        String name = Tests.class.getName().replace('.', '/') + ".class";
        classes = directory.resolve("classes");
        Files.createDirectories(classes.resolve(name).getParent());
        try (InputStream in = Tests.class.getResourceAsStream("/" + name)) {
            Files.copy(Objects.requireNonNull(in), classes.resolve(name));
        }
    }

    @Test
    void a_class_path_without_tests_is_refused() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        PlanException refused = assertThrows(PlanException.class, () -> run(empty, List.of(), Map.of()));

        assertEquals(
                "find tests: no @KtstrTest method on the class path [%s]; build the tests first, or mend --classpath"
                        .formatted(empty),
                refused.getMessage());
    }

    @Test
    void a_choice_that_matches_nothing_lists_what_there_is() {
        PlanException refused =
                assertThrows(PlanException.class, () -> run(classes, List.of("StealTest", "x*"), Map.of()));

        assertEquals("""
                find tests: nothing matches StealTest, x*; there are:
                  org.ktstr4j.cli.TestRunTest$Tests.disabled
                  org.ktstr4j.cli.TestRunTest$Tests.refused
                  org.ktstr4j.cli.TestRunTest$Tests.whole""", refused.getMessage());
    }

    @Test
    void a_disabled_test_is_skipped_and_says_why() {
        List<TestLine> lines = run(classes, List.of("Tests.disabled"), Map.of());

        assertEquals(1, lines.size());
        assertEquals("skipped", lines.getFirst().label());
        assertEquals(0, Summary.exitCode(lines));
        assertEquals("  skipped        TestRunTest.Tests.disabled\n    not yet\n", shown.text());
    }

    @Test
    void a_test_that_cannot_be_one_could_not_run() {
        List<TestLine> lines = run(classes, List.of("refused"), Map.of());

        assertEquals(69, Summary.exitCode(lines));
        assertEquals(
                "plan @KtstrTest TestRunTest.Tests.refused: the method is static; write it as"
                        + " `AssertResult name(Ctx ctx)`, `void name(Ctx ctx)` or `Scenario name()`, neither private nor static",
                lines.getFirst().message());
        assertTrue(shown.text().startsWith("  could not run  TestRunTest.Tests.refused  "), shown.text());
    }

    @Test
    void a_setting_that_makes_no_sense_could_not_run_anything() {
        List<TestLine> lines = run(classes, List.of(), Map.of("ktstr.hostLimitS", "soon"));

        assertEquals(69, Summary.exitCode(lines));
        assertEquals(
                List.of("setting ktstr.hostLimitS: \"soon\" is not a number of seconds; give one of 1 to 1000000"),
                lines.stream().map(TestLine::message).toList());
    }

    @Test
    void a_kernel_that_is_not_there_could_not_run_and_leaves_a_result() {
        needsQemu();

        List<TestLine> lines = run(classes, List.of("Tests"), Map.of()).stream()
                .sorted(Comparator.comparing(TestLine::name))
                .toList();

        assertEquals(
                List.of("skipped", "could not run", "could not run"),
                lines.stream().map(TestLine::label).toList());
        TestLine whole = lines.getLast();
        assertEquals("TestRunTest.Tests.whole", whole.name());
        assertTrue(
                whole.message()
                        .startsWith(
                                "plan @KtstrTest TestRunTest.Tests.whole: read kernel \"/nonexistent\": no such file"),
                whole.message());
        assertEquals("could not run", whole.sidecar().orElseThrow().verdict().label());
        assertEquals(69, Summary.exitCode(lines));
    }

    @Test
    void the_threads_class_loader_is_what_it_was() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        run(classes, List.of("disabled"), Map.of());
        assertThrows(PlanException.class, () -> run(classes, List.of("nothing"), Map.of()));

        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    private List<TestLine> run(Path classPath, List<String> select, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put("ktstr.kernel", "/nonexistent");
        parameters.put("ktstr.runs", directory.resolve("runs").toString());
        try (Screen screen = new Screen(shown.stream(), false)) {
            return new TestRun(screen, List.of(classPath), Selection.of(select), parameters).execute();
        }
    }

    private static void needsQemu() {
        String path = String.valueOf(System.getenv("PATH"));
        boolean there = System.getenv("KTSTR_QEMU") != null
                || Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "qemu-system-x86_64")));
        if (!there && !"1".equals(System.getenv("KTSTR_REQUIRE_VM"))) {
            abort("needs QEMU: no qemu-system-x86_64 on PATH \"" + path + "\"");
        }
    }

    /// An author's class.
    static final class Tests {
        @KtstrTest
        void whole() {}

        @KtstrTest
        @Disabled("not yet")
        void disabled() {}

        @KtstrTest
        static void refused() {}
    }
}
