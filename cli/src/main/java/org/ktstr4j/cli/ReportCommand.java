// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.plan.PlanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ktstr report`: says again what a run directory holds.
@Command(
        name = "report",
        description = "Report on a run directory again; needs no VM.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: what the run itself exited with."})
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Directory of one test, or of a whole run")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "One JSON document on standard output")
    private boolean json;

    @Override
    public Integer call() {
        List<TestLine> lines = directories().stream().map(ReportCommand::line).toList();
        try (Screen screen = Screen.ofOutput()) {
            if (json) {
                System.out.println(Summary.json(lines));
            } else {
                for (TestLine line : lines) screen.line(Summary.line(screen, line));
                Summary.print(screen, lines, System.out);
            }
        }
        return Summary.exitCode(lines);
    }

    private List<Path> directories() {
        try (Stream<Path> all = Files.walk(directory.toRealPath(), 1)) {
            List<Path> found = all.filter(each -> Files.exists(each.resolve(Sidecar.FILE)))
                    .sorted()
                    .toList();
            if (!found.isEmpty()) return found;
        } catch (IOException e) {
            throw new PlanException(
                    "report on %s: cannot read it: %s; give a run directory".formatted(directory, e), e);
        }
        throw PlanException.of("report on %s: no %s in it or one level below; give a run directory"
                .formatted(directory, Sidecar.FILE));
    }

    private static TestLine line(Path directory) {
        Sidecar sidecar = Sidecar.read(directory);
        TestLine line = new TestLine(
                sidecar.test().display(),
                sidecar.verdict().label(),
                sidecar.verdict().exitCode(),
                sidecar.timesNs().getOrDefault("total", 0L),
                sidecar.why().orElse(""),
                Optional.of(sidecar));
        return line.withScenes(directory);
    }
}
