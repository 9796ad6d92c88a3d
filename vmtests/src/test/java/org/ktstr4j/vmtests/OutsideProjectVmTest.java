// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.LocalRepository;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// A project of somebody else: Surefire finds the engine by itself, and `ktstr test` runs the same classes.
@RequiresVm
class OutsideProjectVmTest {
    private static final Pattern PRINTED = Pattern.compile("(?m)^Java 25 as process \\d+ sees 1n1l2c1t$");

    @Test
    void surefire_and_the_command_line_run_it(@TempDir Path home) throws Exception {
        Path project = copy(Path.of("outside"), home.resolve("project"));
        Leftovers leftovers = Leftovers.now();

        String maven = maven(project, LocalRepository.make());

        assertTrue(maven.contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0"), maven);
        assertTrue(PRINTED.matcher(maven).find(), maven);
        Path run = project.resolve("target/ktstr/latest/SchedulerTest.runsInTheGuest");
        assertEquals("passed", Sidecar.read(run).verdict().label());

        Cli.Ended ended = new Cli(project)
                .start("test", "--classpath", "target/test-classes", "--runs", "target/by-hand")
                .end();

        assertEquals(0, ended.code(), ended.err());
        assertTrue(PRINTED.matcher(ended.out()).find(), ended.out());
        assertTrue(ended.out().endsWith("\n1 test: 1 passed\n"), ended.out());
        assertTrue(
                Pattern.compile("(?m)^  passed         SchedulerTest\\.runsInTheGuest  [0-9.]+ s \\(boot .*\\)$")
                        .matcher(ended.err())
                        .find(),
                ended.err());
        leftovers.assertNone();
    }

    private static String maven(Path project, Path repository) throws IOException, InterruptedException {
        Path out = project.resolveSibling("maven.txt");
        ProcessBuilder builder = new ProcessBuilder("mvn", "-o", "-B", "-Dmaven.repo.local=" + repository, "test");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.directory(project.toFile());
        builder.redirectErrorStream(true).redirectOutput(out.toFile());
        int code = builder.start().waitFor();
        String said = Files.readString(out);
        assertEquals(0, code, said);
        return said;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                // what an IDE may have built here stays here
                if (!each.startsWith(from.resolve("target"))) Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
        return to;
    }
}
