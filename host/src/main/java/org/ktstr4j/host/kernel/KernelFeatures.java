// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a kernel can test, by its config. Without a config nothing is known, which is not the same as "no".
public final class KernelFeatures {
    /// Whether the kernel has a feature.
    public enum Presence {
        YES,
        NO,
        UNKNOWN
    }

    private static final String UNKNOWN = "unknown";

    private final Optional<KernelConfig> config;

    KernelFeatures(Optional<KernelConfig> config) {
        this.config = config;
    }

    /// {@return whether the kernel has this feature}
    public Presence get(Feature feature) {
        return config.map(c -> missing(c, feature).isEmpty() ? Presence.YES : Presence.NO)
                .orElse(Presence.UNKNOWN);
    }

    /// {@return timer ticks per second, empty if not known}
    public Optional<Integer> hz() {
        return config.flatMap(c -> c.value("HZ"))
                .filter(v -> v.matches("\\d{1,5}"))
                .map(Integer::valueOf);
    }

    /// {@return the preemption model: `none`, `voluntary`, `lazy`, `full` or `rt`, `, dynamic` if it can be
    /// changed
    /// on the command line; `unknown` without a config}
    public String preemption() {
        return config.map(KernelFeatures::preemption).orElse(UNKNOWN);
    }

    private static String preemption(KernelConfig config) {
        String model = UNKNOWN;
        if (config.builtIn("PREEMPT_RT")) {
            model = "rt";
        } else if (config.builtIn("PREEMPT")) {
            model = "full";
        } else if (config.builtIn("PREEMPT_LAZY")) {
            model = "lazy";
        } else if (config.builtIn("PREEMPT_VOLUNTARY")) {
            model = "voluntary";
        } else if (config.builtIn("PREEMPT_NONE")) {
            model = "none";
        }
        return config.builtIn("PREEMPT_DYNAMIC") ? model + ", dynamic" : model;
    }

    /// {@return `yes`, `unknown`, or `no` with the options that are missing}
    public String shown(Feature feature) {
        return switch (get(feature)) {
            case YES -> "yes";
            case UNKNOWN -> UNKNOWN;
            case NO -> "no: " + String.join(", ", missing(config.orElseThrow(), feature));
        };
    }

    private static List<String> missing(KernelConfig config, Feature feature) {
        List<String> missing = new ArrayList<>();
        for (String option : feature.options()) {
            if (!config.builtIn(option)) {
                missing.add(config.shown(option));
            }
        }
        return missing;
    }
}
