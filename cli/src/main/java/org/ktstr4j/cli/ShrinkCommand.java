// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.run.Shrink;
import org.ktstr4j.host.shrink.TestCode;
import org.ktstr4j.json.Json;
import org.ktstr4j.plan.PlanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ktstr shrink`: the smallest test that fails like a run.
@Command(
        name = "shrink",
        description = "Find the smallest test that still fails like a simulated run: fewer CPUs, steps, cgroups,"
                + " workers, less time. Prints it as code.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each smaller test is tried with the failing seed first, then with others. Stopped by hand, what was printed"
                    + " so far holds.",
            "Exit codes: 0 if the test printed is smaller, 1 if none smaller was found; 69 if the run cannot be had here."
        })
final class ShrinkCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "Run directory of one test that failed")
    private Path run = Path.of("");

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "20",
            description = "Seeds to try with each smaller test. Default: ${DEFAULT-VALUE}")
    private int tries;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "Stop after so long with what there is. Default: ${DEFAULT-VALUE}")
    private int minutes;

    @Option(names = "--json", description = "One JSON document on standard output instead of the code")
    private boolean json;

    @Mixin
    private final RunsOption runs = new RunsOption();

    @Override
    public Integer call() {
        if (tries < 1) throw PlanException.of("--tries %d: use 1 or more".formatted(tries));
        if (minutes < 1) throw PlanException.of("--minutes %d: use 1 or more".formatted(minutes));
        try (Screen screen = Screen.ofTerminal()) {
            Shrink.Found found = Shrink.run(
                    run,
                    new Shrink.Effort(tries, Duration.ofMinutes(minutes)),
                    runs.settings(),
                    ReplayCommand.stages(screen),
                    each -> screen.line("smaller: " + line(each)));
            screen.doing(null);
            screen.line("%s after %d runs: %s".formatted(end(found), found.runs(), line(found)));
            screen.line("  ktstr replay " + found.directory());
            String code = TestCode.of(found.order(), found.size(), found.seed());
            System.out.println(json ? document(found, code) : code);
            return found.smaller() ? 0 : Main.FAILED;
        }
    }

    private static String end(Shrink.Found found) {
        if (!found.smaller()) return "nothing smaller fails like it";
        return found.smallest() ? "the smallest" : "the time is over, the smallest so far";
    }

    private static String line(Shrink.Found found) {
        return "%s, seed %d".formatted(found.size().describe(), found.seed());
    }

    private static String document(Shrink.Found found, String code) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("topology", found.size().topology().format());
        json.put("seed", found.seed());
        json.put("runs", found.runs());
        json.put("smallest", found.smallest());
        json.put("run", found.directory().toString());
        json.put(
                "scenario",
                Optional.ofNullable(found.size().scenario())
                        .map(scenario ->
                                Json.read("scenario", scenario.toJson()).tree())
                        .orElse(null));
        json.put("code", code);
        return Json.text(json);
    }
}
