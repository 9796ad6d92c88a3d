// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.run.Exporter;
import org.ktstr4j.host.run.bare.BareMachine;
import org.ktstr4j.scheduler.SchedulerAttached;

/// The second half of the demonstration of exports: the same test from its file, on a Debian without Java.
final class ExportDemo {
    private static final String STEP = "run";

    private final Screen screen;
    private final Path examples;
    private final Map<String, String> parameters;

    ExportDemo(Screen screen, Path examples, Map<String, String> parameters) {
        this.screen = screen;
        this.examples = examples;
        this.parameters = parameters;
    }

    /// {@return whether the file came to the verdict of the guest, and left nothing}
    boolean run(TestLine inGuest) {
        Path home = examples.resolveSibling("bare");
        Path file = examples.resolveSibling("test.run");
        screen.line("");
        screen.line(
                "Then from one file, on Debian 12 as debootstrap makes it: no Java, no stress-ng, another user space.");
        Exporter.Exported exported = new TestRun(
                        screen, List.of(examples), Selection.of(List.of("Example08Export")), parameters)
                .withOnly(declaration -> Exporter.export(declaration, "unknown", file));
        screen.line("  exported: %.1f MB, %d entries".formatted(exported.bytes() / 1e6, exported.entries()));
        screen.doing("booting Debian, running the file there");
        BareMachine.Steps steps;
        try {
            steps = new BareMachine(home, kernel(), "1n2l2c1t")
                    .file("/bare/test.run", file, 0755)
                    .step(STEP, "$BARE/test.run --results results")
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        screen.doing(null);
        for (String line : (steps.read(STEP, "out") + "\n" + steps.read(STEP, "err")).split("\n"))
            screen.line("  " + line);
        Sidecar bare = Sidecar.read(steps.of(STEP).resolve("results"));
        String left = steps.read(STEP, "left");
        List<String> guest = column(inGuest.sidecar().orElseThrow());
        List<String> other = column(bare);
        screen.line("");
        row("", "in a guest", "from its file");
        row("verdict", guest.get(0), other.get(0));
        row("scheduler", guest.get(1), other.get(1));
        row("program", guest.get(2), other.get(2));
        row("left behind", "", left.isEmpty() ? "nothing" : left);
        return guest.equals(other) && left.isEmpty();
    }

    private void row(String name, String guest, String bare) {
        screen.line("  %-13s %-30s %s".formatted(name, guest, bare).stripTrailing());
    }

    private static List<String> column(Sidecar run) {
        return List.of(
                run.verdict().label(),
                run.schedulers().stream().map(SchedulerAttached::ops).collect(Collectors.joining(", ")),
                run.payloads().stream()
                        .map(each -> "%s, %d metrics"
                                .formatted(
                                        each.payload(), each.metrics().metrics().size()))
                        .collect(Collectors.joining("; ")));
    }

    private Kernel kernel() {
        return new KernelCache(KernelCache.userRoot(System.getenv()))
                .resolve(parameters.getOrDefault(Settings.KERNEL, "debian"));
    }
}
