// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import org.ktstr4j.guest.scene.Scenes;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.Cgroups;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.Schedulers;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;

/// What a body has in its hands.
record GuestCtx(Topology topology, Cgroups cgroups, PayloadDoors doors, Schedulers scheduler, Scenes scenes)
        implements Ctx {
    @Override
    public PayloadRun payload(Payload payload) {
        return doors.payload(payload);
    }

    @Override
    public ScenarioResult execute(Scenario scenario) {
        return scenes.execute(scenario);
    }
}
