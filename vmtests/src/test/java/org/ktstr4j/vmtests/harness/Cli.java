// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ktstr4j.host.plan.ClassPath;

/// `ktstr` as a process of its own, with the options of Java that the launcher script gives it.
///
/// It works in a directory of its own, below which its run directories are.
public final class Cli {
    private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();

    /// What commands print: not beside what they work on, which may be the sources.
    private static final Path PRINTED = CLASSES.resolveSibling("printed");

    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();
    // `env` undoes what a shell does to background jobs, whose children would never see an interrupt.
    private List<String> before = List.of("env", "--default-signal=INT");

    /// A command that works in this directory, which is made when needed.
    public Cli(Path home) {
        this.home = home;
    }

    /// Sets a variable of its environment.
    public Cli with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Starts it through another command, which gets the command as its last arguments.
    public Cli through(String... command) {
        before = List.of(command);
        return this;
    }

    /// {@return where `ktstr test` of this directory puts the run of a test}
    public Path run(String test) {
        return home.resolve("runs").resolve("latest").resolve(test);
    }

    /// {@return what came of `ktstr test` for these tests of ours}
    public Ended test(Class<?> fixture, String method, String... more) {
        return startTest(fixture, method, more).end();
    }

    /// Starts `ktstr test`.
    public Started startTest(Class<?> fixture, String method, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("test", "--classpath", CLASSES.toString(), "--select", fixture.getSimpleName() + "." + method));
        arguments.addAll(List.of("--runs", home.resolve("runs").toString()));
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    /// Starts `ktstr` with these arguments.
    public Started start(String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        command.addAll(List.of("-cp", classPath(), "org.ktstr4j.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(home.toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(home);
            Files.createDirectories(PRINTED);
            Path out = Files.createTempFile(PRINTED, "out-", ".txt");
            Path err = Files.createTempFile(PRINTED, "err-", ".txt");
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            return new Started(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What the command's own jar holds: not the fixtures, which it loads by --classpath as anybody's tests.
    private static String classPath() {
        return ClassPath.of(Cli.class).stream()
                .filter(each -> !each.equals(CLASSES))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// A command that runs.
    ///
    /// @param process of the command, or of what it was started through
    /// @param outFile where its standard output goes
    /// @param errFile where its standard error goes
    public record Started(Process process, Path outFile, Path errFile) {
        /// Returns when it has printed this text; fails if it ends before.
        public Started awaitOut(String text) {
            Patience.until(text, Patience.RUN, () -> read(outFile).contains(text) || !process.isAlive());
            if (read(outFile).contains(text)) return this;
            throw new AssertionError("it ended before it printed \"" + text + "\": " + end());
        }

        /// {@return what came of it, once it has ended}
        public Ended end() {
            Patience.until("end of the command", Patience.RUN, () -> !process.isAlive());
            return new Ended(process.exitValue(), read(outFile), read(errFile));
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// A command that has ended.
    ///
    /// @param code exit code, 128 + n after signal n
    /// @param out all of its standard output
    /// @param err all of its standard error
    public record Ended(int code, String out, String err) {}
}
