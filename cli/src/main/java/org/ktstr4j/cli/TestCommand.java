// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.plan.PlanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `ktstr test`: runs tests of a class path.
@Command(
        name = "test",
        description = "Run tests, each in a fresh kernel.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without --classpath: target/test-classes, target/classes and target/dependency/*.jar of the current directory.",
            "Exit codes: 0 all passed or were skipped, 1 a test failed, 2 a test was inconclusive, 69 a test could not run."
        })
final class TestCommand implements Callable<Integer> {
    @Option(
            names = {"-s", "--select"},
            paramLabel = "TEST",
            description = "Class, Class.method or a pattern with * (with or without the package). May be repeated."
                    + " Default: all")
    private List<String> select = new ArrayList<>();

    @Option(
            names = {"-c", "--classpath"},
            paramLabel = "PATH",
            description = "Directories and jars with the tests and what they need, separated by ':'")
    private @Nullable String classpath;

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() {
        List<Path> path = path(classpath);
        try (Screen screen = Screen.ofTerminal()) {
            TestRun run = new TestRun(screen, path, Selection.of(select), options.parameters());
            List<TestLine> lines = run.execute();
            if (options.json) {
                System.out.println(Summary.json(lines));
            } else {
                Summary.print(screen, lines, System.out);
            }
            return Summary.exitCode(lines);
        }
    }

    /// {@return the class path of the tests}
    ///
    /// @param classpath as typed; null: what a build leaves in the current directory
    static List<Path> path(@Nullable String classpath) {
        return classpath == null ? ofCurrentDirectory() : parse(classpath);
    }

    private static List<Path> parse(String classpath) {
        List<Path> path = new ArrayList<>();
        for (String entry : classpath.split(File.pathSeparator, -1)) {
            if (entry.isEmpty()) continue;
            Path at = Path.of(entry).toAbsolutePath().normalize();
            if (!Files.exists(at)) {
                throw PlanException.of(
                        "read class path: \"%s\" does not exist; build the tests first, or mend --classpath"
                                .formatted(entry));
            }
            path.add(at);
        }
        return path;
    }

    private static List<Path> ofCurrentDirectory() {
        Path here = Path.of("").toAbsolutePath();
        List<Path> path = new ArrayList<>();
        for (String each : List.of("target/test-classes", "target/classes")) {
            if (Files.isDirectory(here.resolve(each))) path.add(here.resolve(each));
        }
        try (var jars = Files.newDirectoryStream(here.resolve("target/dependency"), "*.jar")) {
            jars.forEach(path::add);
        } catch (java.io.IOException e) {
            // no such directory: the tests need no more than their own classes and what ktstr brings
        }
        if (path.isEmpty()) {
            throw PlanException.of(
                    "find tests: no target/test-classes or target/classes in %s; build the project, or give --classpath"
                            .formatted(here));
        }
        return path;
    }
}
