// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.List;

/// Limits for a kind of machine, which are there unless an author says otherwise.
public enum Profile {
    /// A machine of one's own: bare metal, or a VM whose CPUs nobody else uses.
    STRICT(500, 15),
    /// A VM under KVM on a host with something else to do.
    VM(2000, 35),
    /// Simulation: CPUs take turns on one thread, time counts instructions.
    SIM(2000, 35),
    /// Emulation on a host that others use: a guest's CPU may stand still for a while.
    SHARED_HOST(10_000, 60);

    private final double gapMs;
    private final double spreadPct;

    Profile(double gapMs, double spreadPct) {
        this.gapMs = gapMs;
        this.spreadPct = spreadPct;
    }

    /// {@return its limits}
    public List<Setting> settings() {
        return List.of(
                new Setting(Limit.NOT_STARVED, 1.0),
                new Setting(Limit.ISOLATION, 1.0),
                new Setting(Limit.CLEAN_DETACH, 1.0),
                new Setting(Limit.NO_SPLAT, 1.0),
                new Setting(Limit.MAX_GAP_MS, gapMs),
                new Setting(Limit.MAX_SPREAD_PCT, spreadPct));
    }

    /// {@return its name in results and settings: `sharedHost`}
    public String label() {
        return switch (this) {
            case STRICT -> "strict";
            case VM -> "vm";
            case SIM -> "sim";
            case SHARED_HOST -> "sharedHost";
        };
    }
}
