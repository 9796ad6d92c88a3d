// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ktstr4j.host.plan.Settings;

/// The demonstration of templates and simulation: what each costs, that runs are the same, and a bug of order found,
/// replayed and made small.
final class SimulationDemo {
    private static final String TRIVIAL = "Example12Simulation.startsAfresh";
    private static final String MIXED = "Example12Simulation.mixes";

    private static final int BOOTS = 3;
    private static final int RESTORES = 10;
    private static final int REPEATS = 20;

    private final Screen screen;
    private final Path examples;
    private final Map<String, String> parameters;
    private final DemoTable table = new DemoTable();

    SimulationDemo(Screen screen, Path examples, Map<String, String> given) {
        this.screen = screen;
        this.examples = examples;
        this.parameters = new HashMap<>(given);
        parameters.put(Settings.ACCEL, "sim");
    }

    /// {@return whether all came as it must}
    boolean run() {
        boolean good = startsAreCheap() && runsAreTheSame() && aBugIsFoundAndMadeSmall();
        say(good ? "What this machine showed:" : "What this machine showed, until it went wrong:");
        table.print(screen);
        return good;
    }

    private boolean startsAreCheap() {
        say("A kernel for each test. First %d that boot it, then %d that restore the template."
                .formatted(BOOTS, RESTORES));
        List<Long> boots = firstLines(BOOTS, Map.of(Settings.TEMPLATES, "off"));
        List<Long> restores = firstLines(RESTORES, Map.of());
        if (boots.size() < BOOTS || restores.size() < RESTORES) return false;
        table.row("boot to the first line of the body", "%s, median of %d".formatted(DemoTable.median(boots), BOOTS));
        table.row(
                "restore to the first line of the body",
                "%s, median of %d: %.0f times faster"
                        .formatted(
                                DemoTable.median(restores),
                                RESTORES,
                                (double) DemoTable.medianNs(boots) / DemoTable.medianNs(restores)));
        return true;
    }

    private List<Long> firstLines(int count, Map<String, String> more) {
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
        if (!line.label().equals("passed")) return false;
        String digest = line.sidecar().orElseThrow().repeat().digest().substring(0, DemoTable.DIGITS);
        table.row(REPEATS + " runs under load, different digests", "1 (%s)".formatted(digest));
        return true;
    }

    private boolean aBugIsFoundAndMadeSmall() {
        say("A scheduler that loses a task if six wake in one order. When seeds were counted, %s: one after the other."
                .formatted(PlantedBug.COUNTED));
        PlantedBug bug = new PlantedBug(screen, RunsOption.settings(parameters), table);
        Path run = bug.seen(test(PlantedBug.TEST, Map.of())).orElse(null);
        if (run == null) return false;
        say("That run again, %d times.".formatted(PlantedBug.REPLAYS));
        if (!bug.comesAgain(run)) return false;
        say("The smallest test that still fails so, as far as %d minutes take it."
                .formatted(PlantedBug.SHRINKING.toMinutes()));
        return bug.getsSmaller(run);
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
}
