// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ktstr4j.scenario.check.Surroundings;
import org.ktstr4j.scenario.check.Surroundings.Detached;
import org.ktstr4j.verdict.AssertResult;

/// What was seen of the machine in all holds of a scenario together.
final class Holding {
    private static final Path NODES = Path.of("/sys/devices/system/node");

    private long ns;
    private long idle;
    private long ticks;
    private long agentUs;
    private long agentWakes;
    private long pagesMoved;
    private boolean agentSeen = true;
    private boolean pagesSeen = true;

    void add(Machine before, Machine after, long lastedNs) {
        ns += lastedNs;
        idle += after.idle() - before.idle();
        ticks += after.ticks() - before.ticks();
        agentSeen &= before.agentUs() >= 0 && after.agentUs() >= 0;
        agentUs += after.agentUs() - before.agentUs();
        agentWakes += after.agentWakes() - before.agentWakes();
        pagesSeen &= before.pagesMoved() >= 0 && after.pagesMoved() >= 0;
        pagesMoved += after.pagesMoved() - before.pagesMoved();
    }

    /// {@return it as limits are checked with}
    ///
    /// @param saturated whether there was more to run than CPUs all the time
    /// @param detached the schedulers that ended meanwhile
    /// @param splats what the kernel logged
    Surroundings surroundings(boolean saturated, List<Detached> detached, Optional<List<String>> splats) {
        double idlePct = ticks <= 0 ? Double.NaN : 100.0 * idle / ticks;
        return new Surroundings(
                pagesSeen ? pagesMoved : -1, idlePct, saturated, Machine.slowNodes(NODES), detached, splats);
    }

    /// {@return the result with what the framework itself cost while it should have slept}
    AssertResult with(AssertResult result) {
        if (ns == 0 || !agentSeen) return result;
        return result.withStatistic("agent_cpu_pct", 100.0 * agentUs * 1000 / ns)
                .withStatistic("agent_wakes_per_s", agentWakes * 1e9 / ns);
    }
}
