// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.run.Progress;
import org.ktstr4j.host.run.Replay;
import org.ktstr4j.host.run.Shrink;
import org.ktstr4j.host.shrink.TestCode;

/// The second half of the demonstration of simulation: a bug of order that a seed shows, had again, and made small.
final class PlantedBug {
    /// docs/simulation.md has how.
    static final String COUNTED = "2 of 236 showed it";

    static final String TEST = "Example12Simulation.losesATask";

    private static final Pattern REPLAY = Pattern.compile("ktstr replay (\\S+)");
    static final int REPLAYS = 20;
    private static final int TRIES = 3;
    static final Duration SHRINKING = Duration.ofMinutes(3);

    private final Screen screen;
    private final Settings settings;
    private final DemoTable table;

    PlantedBug(Screen screen, Settings settings, DemoTable table) {
        this.screen = screen;
        this.settings = settings;
        this.table = table;
    }

    /// {@return the run that showed it, empty if none did}
    ///
    /// @param found what came of the test, seed by seed
    Optional<Path> seen(TestLine found) {
        Matcher replay = REPLAY.matcher(found.message());
        if (!replay.find()) {
            screen.line("  no seed showed the bug; ktstr test --seeds takes others");
            return Optional.empty();
        }
        long seed = found.sidecar().orElseThrow().repeat().seed();
        screen.line("    as it must: the bug is planted (vmtests/src/test/bpf/scx_handoff.bpf.c)");
        table.row(
                "seeds until the bug showed",
                "%d, one in %s".formatted(seed, DemoTable.seconds(found.tookNs() / seed)));
        return Optional.of(Path.of(replay.group(1)));
    }

    /// {@return whether each replay of the run has its digest and its failure}
    boolean comesAgain(Path run) {
        Sidecar recorded = Sidecar.read(run);
        List<Long> times = new ArrayList<>();
        int same = 0;
        for (int i = 1; i <= REPLAYS; i++) {
            long beganNs = System.nanoTime();
            Replay.Replayed replayed = Replay.run(run, settings, quiet("replay %d of %d".formatted(i, REPLAYS)));
            times.add(System.nanoTime() - beganNs);
            boolean fails = Sidecar.read(replayed.finished().directory()).why().equals(recorded.why());
            if (replayed.difference().isEmpty() && fails) same++;
            else screen.line("  replay %d: %s".formatted(i, replayed.difference()));
        }
        screen.doing(null);
        String count = "%d of %d".formatted(same, REPLAYS);
        screen.line("  %s with the digest %s and the same failure"
                .formatted(count, recorded.repeat().digest().substring(0, DemoTable.DIGITS)));
        table.row("replays with its digest and its failure", "%s, %s each".formatted(count, DemoTable.median(times)));
        return same == REPLAYS;
    }

    /// {@return whether a smaller test was found that fails so}
    boolean getsSmaller(Path run) {
        Shrink.Found smallest = Shrink.run(
                run,
                new Shrink.Effort(TRIES, SHRINKING),
                settings,
                quiet("shrink"),
                each -> screen.line("  smaller: " + each.size().describe()));
        screen.doing(null);
        screen.line("");
        screen.line(
                "That test as code, with a seed that shows the bug; %d runs were tried:".formatted(smallest.runs()));
        screen.line("");
        TestCode.of(smallest.order(), smallest.size(), smallest.seed())
                .lines()
                .forEach(each -> screen.line("  " + each));
        table.row("smallest test found", smallest.size().describe());
        return smallest.smaller();
    }

    /// What the body prints has been seen.
    private Progress quiet(String prefix) {
        return new Progress() {
            @Override
            public void stage(Stage stage, String what) {
                screen.doing(prefix + ": " + what);
            }

            @Override
            public void text(boolean error, byte[] bytes) {}
        };
    }
}
