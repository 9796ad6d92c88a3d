// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ktstr4j.host.kernel.fetch.Sizes;

/// What there is to say of a kernel, for people: where it is from, whether a guest can run on it, what it can
/// test.
///
/// @param kernel the kernel described
/// @param facts name and value, in the order to show
public record KernelDescription(Kernel kernel, List<Fact> facts) {

    /// One line: `HZ` is `250`.
    public record Fact(String name, String value) {}

    static KernelDescription of(Kernel kernel) {
        Optional<KernelConfig> config = kernel.readConfig();
        KernelFeatures features = new KernelFeatures(config);
        BzImage header = kernel.header();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("release", kernel.release()));
        facts.add(new Fact("version", header.version()));
        facts.add(new Fact("origin", kernel.origin()));
        facts.add(new Fact("image", "%s (%s)".formatted(kernel.image(), Sizes.mib(header.sizeBytes()))));
        facts.add(new Fact(
                "boot",
                "protocol %s, needs %s to unpack".formatted(header.protocolText(), Sizes.mib(header.initSizeBytes()))));
        facts.add(new Fact(
                "config", kernel.config().map(Object::toString).orElse("none found: what follows is not known")));
        facts.add(new Fact("guest", guest(config)));
        for (Feature feature : Feature.values()) {
            facts.add(new Fact(feature.label(), features.shown(feature)));
        }
        facts.add(new Fact("HZ", features.hz().map(String::valueOf).orElse("unknown")));
        facts.add(new Fact("preemption", features.preemption()));
        return new KernelDescription(kernel, List.copyOf(facts));
    }

    private static String guest(Optional<KernelConfig> config) {
        if (config.isEmpty()) {
            return "unknown";
        }
        List<String> lacks = KernelCheck.lacks(config.get());
        return lacks.isEmpty() ? "has every option a guest needs" : "cannot run: " + String.join(", ", lacks);
    }

    /// {@return the facts, one per line, values in a column}
    public List<String> lines() {
        int width = facts.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        return facts.stream()
                .map(f -> f.name() + " ".repeat(width - f.name().length() + 2) + f.value())
                .toList();
    }
}
