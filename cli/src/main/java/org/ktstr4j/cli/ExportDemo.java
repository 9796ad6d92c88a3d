// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.run.Exporter;
import org.ktstr4j.host.run.bare.BareMachine;

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
        screen.line("");
        screen.line("  in a guest      %-14s %d programs recorded"
                .formatted(
                        inGuest.label(),
                        inGuest.sidecar().orElseThrow().payloads().size()));
        screen.line("  from its file   %-14s %d programs recorded"
                .formatted(bare.verdict().label(), bare.payloads().size()));
        screen.line("  left behind     " + (left.isEmpty() ? "nothing" : left));
        return bare.verdict().label().equals(inGuest.label()) && left.isEmpty();
    }

    private Kernel kernel() {
        return new KernelCache(KernelCache.userRoot(System.getenv()))
                .resolve(parameters.getOrDefault(Settings.KERNEL, "debian"));
    }
}
