// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import org.ktstr4j.plan.PlanException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ktstr`: scheduler tests for Linux, from Java.
@Command(
        name = "ktstr",
        description = "Scheduler tests for Linux, from Java: each test runs inside a fresh kernel.",
        subcommands = {
            TestCommand.class,
            DemoCommand.class,
            ListCommand.class,
            ExportCommand.class,
            VerifierCommand.class,
            SchedulerCommand.class,
            KernelCommand.class,
            ReportCommand.class,
            ReplayCommand.class,
            ShrinkCommand.class,
            TemplateCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "`ktstr setup [--check]` installs, or lists, what the machine needs.",
            "Exit codes: 0 passed or skipped, 1 failed, 2 inconclusive, 64 usage, 69 could not run."
        })
public final class Main implements Runnable {
    /// Exit code for a test that failed.
    static final int FAILED = 1;

    /// Exit code for a test that says nothing.
    static final int INCONCLUSIVE = 2;

    /// Exit code for a wrong command line.
    static final int USAGE = 64;

    /// Exit code for something that the work stands on and that did not work.
    static final int COULD_NOT_RUN = 69;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    /// Runs a command and ends the process with its exit code.
    ///
    /// @param args see `ktstr --help`
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, args) -> {
            System.err.println("ktstr: " + wrong.getMessage());
            System.err.println("See `" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help`.");
            return USAGE;
        });
        line.setExecutionExceptionHandler((thrown, at, parsed) -> {
            if (thrown instanceof PlanException) {
                System.err.println("ktstr: " + thrown.getMessage());
            } else {
                thrown.printStackTrace();
            }
            return COULD_NOT_RUN;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
