// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.run.ExampleSchedulers;
import org.ktstr4j.plan.PlanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ktstr scheduler`: the example schedulers.
@Command(
        name = "scheduler",
        description = "Build the example schedulers of the kernel tree.",
        mixinStandardHelpOptions = true,
        subcommands = SchedulerCommand.Build.class)
final class SchedulerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "scheduler: no command given: build");
    }

    /// Builds the kernel tree's and ours; silent when they are built.
    static Path build(Screen screen) {
        Path home = home();
        try {
            return ExampleSchedulers.build(home, List.of(home.resolve("vmtests/src/test/bpf")), step -> {
                if (screen.terminal()) screen.doing(step);
                else screen.line("  … " + step);
            });
        } finally {
            screen.doing(null);
        }
    }

    private static Path home() {
        @Nullable String home = System.getProperty("ktstr.home");
        if (home == null) {
            throw PlanException.of("build the example schedulers: this is no clone of ktstr4j; run its ./ktstr");
        }
        return Path.of(home);
    }

    @Command(
            name = "build",
            description = "Build them with clang 19, from the newest linux-source package, into the cache.",
            mixinStandardHelpOptions = true)
    static final class Build implements Callable<Integer> {
        @Override
        public Integer call() {
            try (Screen screen = Screen.ofTerminal()) {
                System.out.println(SchedulerCommand.build(screen));
            }
            return 0;
        }
    }
}
