// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.run.Replay;
import org.ktstr4j.host.run.Shrink;
import org.ktstr4j.host.shrink.TestCode;

/// The demonstration of templates and simulation: what each costs, that runs are the same, and a bug of order found,
/// replayed and made small.
final class SimulationDemo {
    private static final String TRIVIAL = "Example12Simulation.startsAfresh";
    private static final String MIXED = "Example12Simulation.mixes";
    private static final String BUG = "Example12Simulation.losesATask";
    private static final Pattern REPLAY = Pattern.compile("ktstr replay (\\S+)");

    private static final int BOOTS = 3;
    private static final int RESTORES = 10;
    private static final int REPEATS = 20;
    private static final int REPLAYS = 20;
    private static final int TRIES = 3;
    private static final Duration SHRINKING = Duration.ofMinutes(3);

    private final Screen screen;
    private final Path examples;
    private final Map<String, String> parameters;
    private final List<String> table = new ArrayList<>();

    SimulationDemo(Screen screen, Path examples, Map<String, String> given) {
        this.screen = screen;
        this.examples = examples;
        this.parameters = new HashMap<>(given);
        parameters.put(Settings.ACCEL, "sim");
    }

    /// {@return whether all came as it must}
    boolean run() {
        boolean good = startsAreCheap() && runsAreTheSame() && aBugIsFoundAndMadeSmall();
        screen.line("");
        for (String row : table) screen.line("  " + row);
        return good;
    }

    private boolean startsAreCheap() {
        say("A kernel for each test: a cold boot of each, then restores of one template.");
        List<Long> boots = times(BOOTS, Map.of(Settings.TEMPLATES, "off"));
        List<Long> restores = times(RESTORES, Map.of());
        row("cold boot to the first line of the body", seconds(median(boots)));
        row("restore to the first line of the body", seconds(median(restores)));
        row("", "%.0f times faster".formatted((double) median(boots) / median(restores)));
        return boots.size() == BOOTS && restores.size() == RESTORES;
    }

    private List<Long> times(int count, Map<String, String> more) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            test(TRIVIAL, more)
                    .sidecar()
                    .map(each -> each.timesNs().get("firstLine"))
                    .ifPresent(times::add);
        }
        return times;
    }

    private boolean runsAreTheSame() {
        say("%d runs of four CPUs, a sched_ext scheduler and mixed work, while two loops keep this machine busy."
                .formatted(REPEATS));
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < 2; i++) {
            Thread.ofPlatform().daemon().name("busy").start(() -> {
                while (!over.get()) Thread.onSpinWait();
            });
        }
        TestLine line = test(MIXED, Map.of(Settings.REPEAT, Integer.toString(REPEATS), Settings.IDENTICAL, "on"));
        over.set(true);
        line.sidecar()
                .ifPresent(each -> row(
                        REPEATS + " runs under load, digests",
                        "1: " + each.repeat().digest().substring(0, 16)));
        return line.label().equals("passed");
    }

    private boolean aBugIsFoundAndMadeSmall() {
        say("A scheduler that loses a task under an order of wakeups that few seeds have: one seed after the other.");
        TestLine found = test(BUG, Map.of());
        Matcher replay = REPLAY.matcher(found.message());
        if (!replay.find()) {
            screen.line("  not found");
            return false;
        }
        Path run = Path.of(replay.group(1));
        long seed = found.sidecar().orElseThrow().repeat().seed();
        row("seeds until the bug showed", Long.toString(seed));
        say("The same run again.");
        Settings settings = RunsOption.settings(parameters);
        int same = 0;
        for (int i = 0; i < REPLAYS; i++) {
            screen.doing("replaying seed " + seed);
            if (Replay.run(run, settings, ReplayCommand.stages(screen))
                    .difference()
                    .isEmpty()) same++;
        }
        row("replays with the same digest and failure", "%d of %d".formatted(same, REPLAYS));
        say("The smallest test that still fails so, within %d minutes.".formatted(SHRINKING.toMinutes()));
        Shrink.Found smallest = Shrink.run(
                run,
                new Shrink.Effort(TRIES, SHRINKING),
                settings,
                ReplayCommand.stages(screen),
                each -> screen.line("  smaller: " + each.size().describe()));
        screen.doing(null);
        row("smallest test found", smallest.size().describe());
        for (String line :
                TestCode.of(smallest.order(), smallest.size(), smallest.seed()).split("\n")) screen.line("  " + line);
        return same == REPLAYS && smallest.smaller();
    }

    private TestLine test(String name, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(more);
        return new TestRun(screen, List.of(examples), Selection.of(List.of(name)), all)
                .execute()
                .getFirst();
    }

    private void say(String text) {
        screen.line("");
        screen.line(text);
    }

    private void row(String what, String value) {
        table.add(String.format(Locale.ROOT, "%-42s  %s", what, value));
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.2f s", ns / 1e9);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }
}
