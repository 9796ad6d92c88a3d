// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.SchedulerTable;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.scheduler.SchedulerAttached;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ktstr verifier`: what the verifier makes of a scheduler, and how that differs between two of them or two kernels.
@Command(
        name = "verifier",
        description =
                "Attach a scheduler, print what the kernel's verifier made of its programs, and compare two runs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A second --scheduler or a second --kernel makes it a comparison. A scheduler that is refused is shown",
            "with the verifier's log. Exit codes: 0 all attached, 1 one did not, 69 a run could not be made."
        })
final class VerifierCommand implements Callable<Integer> {
    private static final String PROBE = "Example09Schedulers.doesNothing";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--scheduler",
            required = true,
            paramLabel = "SCHEDULER",
            description = "A path or a name, with its arguments (in one word of the shell)")
    private List<String> schedulers = new ArrayList<>();

    @Option(names = "--kernel", paramLabel = "KERNEL", description = "As for ktstr test. Default: debian")
    private List<String> kernels = new ArrayList<>();

    @Option(names = "--runs", paramLabel = "DIR", description = "Where run directories go")
    private @Nullable Path runs;

    @Override
    public Integer call() {
        List<String> on = kernels.isEmpty() ? List.of("debian") : kernels;
        if (schedulers.size() * on.size() > 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%d schedulers on %d kernels: two runs are compared at most; give two of one and one of the other"
                            .formatted(schedulers.size(), on.size()));
        }
        Map<String, SchedulerAttached> attached = new LinkedHashMap<>();
        int code = 0;
        try (Screen screen = Screen.ofTerminal();
                Examples examples = Examples.unpack()) {
            for (String kernel : on) {
                for (String scheduler : schedulers) {
                    TestLine line = run(screen, examples, scheduler, kernel);
                    code = code == 0 ? line.exitCode() : code;
                    String title = on.size() > 1 ? kernel : scheduler;
                    line.sidecar()
                            .map(Sidecar::schedulers)
                            .filter(each -> !each.isEmpty())
                            .ifPresent(each -> attached.put(
                                    attached.containsKey(title) ? title + " again" : title, each.getFirst()));
                }
            }
        }
        if (!attached.isEmpty()) SchedulerTable.verified(attached).forEach(System.out::println);
        return code;
    }

    private TestLine run(Screen screen, Examples examples, String scheduler, String kernel) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(Settings.SCHEDULER, scheduler);
        parameters.put(Settings.KERNEL, kernel);
        if (runs != null) parameters.put(Settings.RUNS, runs.toString());
        return new TestRun(screen, List.of(examples.jar()), Selection.of(List.of(PROBE)), parameters)
                .execute()
                .getFirst();
    }
}
