// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.run.Exporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ktstr export`: a test as one file that runs it on a bare machine.
@Command(
        name = "export",
        description = "Make one file of a test, which runs it as root on a machine without Java and without a VM.",
        mixinStandardHelpOptions = true,
        footer = {"", "The file explains itself: bash FILE.run --help."})
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TEST", description = "A test: Class.method, with or without its package, or a part of it")
    private String test = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.run",
            description = "Where to. Default: Class.method.run in this directory; what is there is replaced")
    private @Nullable Path output;

    @Option(
            names = {"-c", "--classpath"},
            paramLabel = "PATH",
            description = "The test's class path, as for ktstr test")
    private @Nullable String classpath;

    @Override
    public Integer call() {
        try (Screen screen = Screen.ofTerminal()) {
            List<Path> path = TestCommand.path(classpath);
            TestRun run = new TestRun(screen, path, Selection.of(List.of(test)), Map.of());
            Exporter.Exported written = run.withOnly(declaration -> Exporter.export(
                    declaration,
                    git(),
                    output == null ? Path.of(declaration.id().display() + ".run") : output));
            screen.line("%s: %.1f MB, %d entries".formatted(written.file(), written.bytes() / 1e6, written.entries()));
            return 0;
        }
    }

    /// {@return the commit of the working directory, 7 digits, with `-dirty` if something is changed}
    private static String git() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=7", "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? said.strip() : "unknown";
        } catch (IOException e) {
            return "unknown"; // no git here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
