// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.run.ExampleSchedulers;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerNeeds;

/// What becomes of `ktstr export`; that the files run is shown by vmtests.
class ExportCommandTest {
    @TempDir
    private Path directory;

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
    void the_same_test_gives_the_same_file_twice() throws Exception {
        Path one = directory.resolve("one.run");
        Path other = directory.resolve("it's \"$(other)\".run");

        assertEquals(0, export("Tests.passes", one).exitCode());
        assertEquals(0, export("Tests.passes", other).exitCode());

        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other));
        assertTrue(Files.isExecutable(one));
        Process bash = new ProcessBuilder("bash", "-n", one.toString()).start();
        assertEquals(0, bash.waitFor());
    }

    @Test
    void a_test_that_is_not_there_names_the_nearest() {
        assertRefused("Tests.pases", """
                find tests: nothing matches Tests.pases; the nearest are:
                  org.ktstr4j.cli.ExportCommandTest$Tests.passes
                  org.ktstr4j.cli.ExportCommandTest$Tests.hasNoConfig
                  org.ktstr4j.cli.ExportCommandTest$Tests.hasNoScheduler""");
    }

    @Test
    void a_name_of_several_tests_lists_them() {
        assertRefused("Tests", """
                find test: Tests means 7 tests; name one of them:
                  org.ktstr4j.cli.ExportCommandTest$Tests.hasNoConfig
                  org.ktstr4j.cli.ExportCommandTest$Tests.hasNoScheduler
                  org.ktstr4j.cli.ExportCommandTest$Tests.isTooLarge
                  org.ktstr4j.cli.ExportCommandTest$Tests.isTooSmall
                  org.ktstr4j.cli.ExportCommandTest$Tests.needsWhatIsNotThere
                  org.ktstr4j.cli.ExportCommandTest$Tests.passes
                  org.ktstr4j.cli.ExportCommandTest$Tests.returnsWrong""");
    }

    @Test
    void what_cannot_be_packed_says_what_to_do() {
        assertRefused(
                "Tests.needsWhatIsNotThere",
                "pack include file \"absent/file\": no file "
                        + Path.of("absent/file").toAbsolutePath() + "; correct the path");
        assertRefused(
                "Tests.returnsWrong",
                "plan @KtstrTest ExportCommandTest.Tests.returnsWrong: the method returns int;"
                        + " write it as `AssertResult name(Ctx ctx)`, `void name(Ctx ctx)` or `Scenario name()`, neither private nor static");
    }

    @Test
    void schedulers_that_cannot_be_packed_say_what_to_do() {
        assertRefused(
                "Tests.isTooSmall",
                "export ExportCommandTest.Tests.isTooSmall: scheduler large needs at least 3 last-level caches, topology"
                        + " 1n1l2c1t has 1; declare a topology that has");
        assertRefused(
                "Tests.hasNoConfig",
                "scheduler configured: cannot read its config file %s; correct the path, or make it readable"
                        .formatted(Path.of("absent.json").toAbsolutePath()));
        assertRefused(
                "Tests.hasNoScheduler",
                "find scheduler absent: no program \"scx_absent_everywhere\" in " + ExampleSchedulers.directory()
                        + ", target/release, target/debug and PATH; build it, give its path, or set"
                        + " ktstr.scheduler.scx_absent_everywhere");
    }

    private void assertRefused(String test, String message) {
        Path output = directory.resolve("refused.run");

        Command refused = export(test, output);

        assertEquals(new Command(69, "", "ktstr: " + message + "\n"), refused);
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(
                    List.of("classes"),
                    left.map(each -> each.getFileName().toString()).toList());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertFalse(Files.exists(output));
    }

    private Command export(String test, Path output) {
        return Command.run("export", test, "--classpath", classes.toString(), "--output", output.toString());
    }

    /// Not run by anybody.
    static class Tests {
        private static final Payload TRUE = Payload.binary("true", "true");
        static final Scheduler LARGE = Scheduler.builder("large", "true")
                .needs(SchedulerNeeds.NONE.withLlcs(3))
                .build();
        static final Scheduler CONFIGURED = Scheduler.builder("configured", "true")
                .configFile("absent.json")
                .build();
        static final Scheduler ABSENT = Scheduler.program("absent", "scx_absent_everywhere");

        @KtstrTest
        void passes(Ctx ctx) {
            ctx.payload(TRUE).run();
        }

        @KtstrTest(topology = "1n2l2c1t")
        void isTooLarge() {}

        @KtstrTest(scheduler = "LARGE")
        void isTooSmall() {}

        @KtstrTest(scheduler = "CONFIGURED")
        void hasNoConfig() {}

        @KtstrTest(scheduler = "ABSENT")
        void hasNoScheduler() {}

        @KtstrTest(includeFiles = "absent/file")
        void needsWhatIsNotThere() {}

        @KtstrTest
        int returnsWrong() {
            return 1;
        }
    }
}
