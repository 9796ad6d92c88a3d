// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Knob;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

/// Whether a scenario has more to run than CPUs from its first moment to its last, by what it says of
/// itself.
final class Saturation {
    private Saturation() {}

    static boolean of(Scenario scenario, Topology topology) {
        List<CgroupDef> always = new ArrayList<>(scenario.backdrop());
        boolean still = scenario.steps().size() == 1
                && scenario.steps().getFirst().ops().isEmpty();
        if (still) always.addAll(scenario.steps().getFirst().cgroups());
        if (!still || !scenario.backdropOps().isEmpty()) return false;
        int spinners = 0;
        for (CgroupDef each : always) {
            if (each.cpuset() != null || each.knobs().stream().anyMatch(Knob.CpuMax.class::isInstance)) return false;
            for (WorkGroup group : each.groups()) {
                // What is kept to some CPUs says nothing about the others.
                if (!(group.affinity() instanceof Affinity.Inherit)) return false;
                if (group.work() instanceof Compute) spinners += group.workers(scenario.workers(), topology.cpus());
            }
        }
        return spinners >= topology.cpus();
    }
}
