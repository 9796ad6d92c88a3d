// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.run.Progress;
import org.ktstr4j.host.run.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `ktstr replay`: a simulated run once more.
@Command(
        name = "replay",
        description = "Have a simulated run again, from its run directory: the same kernel, topology, test and seed.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: that of the run if everything was recorded as before; 1 if something was not; 69 if this"
                    + " machine has another QEMU, kernel or image (it says which)."
        })
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "Run directory of one test")
    private Path run = Path.of("");

    @Mixin
    private final RunsOption runs = new RunsOption();

    @Override
    public Integer call() {
        try (Screen screen = Screen.ofTerminal()) {
            Replay.Replayed replayed = Replay.run(run, runs.settings(), stages(screen));
            screen.doing(null);
            Sidecar sidecar = Sidecar.read(replayed.finished().directory());
            screen.line(Summary.line(
                    screen,
                    new TestLine(
                            sidecar.test().display(),
                            sidecar.verdict().label(),
                            sidecar.verdict().exitCode(),
                            sidecar.timesNs().getOrDefault("total", 0L),
                            sidecar.why().orElse(""),
                            Optional.of(sidecar))));
            if (replayed.difference().isEmpty()) {
                screen.line("the same run: digest " + sidecar.repeat().digest());
                return sidecar.verdict().exitCode();
            }
            screen.line("not the same run: " + replayed.difference());
            return Main.FAILED;
        }
    }

    /// {@return progress that shows what is being done, and what the body prints}
    static Progress stages(Screen screen) {
        return new Progress() {
            @Override
            public void stage(Stage stage, String what) {
                screen.doing(what);
            }

            @Override
            public void text(boolean error, byte[] bytes) {
                (error ? System.err : System.out).write(bytes, 0, bytes.length);
                (error ? System.err : System.out).flush();
            }
        };
    }
}
