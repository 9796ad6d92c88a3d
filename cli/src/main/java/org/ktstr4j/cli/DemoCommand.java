// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ktstr demo`: runs the examples, chapter by chapter.
@Command(
        name = "demo",
        description = "Run a chapter of the demonstration; without one, the first.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "CHAPTER", description = "See --list")
    private String chapter = Chapter.ALL.getFirst().name();

    @Option(names = "--list", description = "List the chapters")
    private boolean list;

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() {
        if (list) {
            for (Chapter each : Chapter.ALL) System.out.printf("%-12s  %s%n", each.name(), each.title());
            return 0;
        }
        Chapter wanted = Chapter.ALL.stream()
                .filter(each -> each.name().equals(chapter))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "no chapter \"%s\"; there are %s"
                                .formatted(
                                        chapter,
                                        String.join(
                                                ", ",
                                                Chapter.ALL.stream()
                                                        .map(Chapter::name)
                                                        .toList()))));
        try (Screen screen = Screen.ofTerminal();
                Examples examples = Examples.unpack()) {
            if (wanted.schedulers()) SchedulerCommand.build(screen);
            return run(wanted, examples.jar(), screen);
        }
    }

    private int run(Chapter wanted, Path examples, Screen screen) {
        screen.line(wanted.title());
        List<TestLine> lines = new ArrayList<>();
        boolean asExpected = true;
        for (Chapter.Scene scene : wanted.scenes()) {
            screen.line("");
            screen.line(scene.shows());
            List<TestLine> ran = new TestRun(
                            screen, List.of(examples), Selection.of(List.of(scene.test())), options.parameters())
                    .execute();
            for (TestLine line : ran) {
                boolean expected = line.label().equals(scene.outcome());
                asExpected &= expected;
                if (expected && !scene.outcome().equals("passed"))
                    screen.line("    as it must: this one fails on purpose");
                if (!expected) screen.line("    not what this scene is to show: " + scene.outcome());
            }
            lines.addAll(ran);
        }
        if (wanted.name().equals(Chapter.EXPORT) && asExpected) {
            asExpected = new ExportDemo(screen, examples, options.parameters()).run(lines.getFirst());
        }
        if (wanted.name().equals(Chapter.SIMULATION) && asExpected) {
            asExpected = new SimulationDemo(screen, examples, options.parameters()).run();
        }
        if (options.json) {
            System.out.println(Summary.json(lines));
        } else if (!wanted.name().equals(Chapter.SIMULATION)) { // which ends with a table of its own
            Summary.print(screen, lines, System.out);
        }
        return asExpected ? 0 : Math.max(1, Summary.exitCode(lines));
    }
}
