// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import org.ktstr4j.guest.scene.SchedulerDoor;
import org.ktstr4j.scenario.Schedulers;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scheduler.Scheduler;

/// The test's schedulers as a scenario names them: by the program that is to be started.
record SchedulersOfScenes(Schedulers schedulers) implements SchedulerDoor {
    @Override
    public void apply(Op.Scheduler op) {
        switch (op.action()) {
            case ATTACH -> schedulers.attach(named(op));
            case DETACH -> schedulers.detach();
            case RESTART -> schedulers.restart();
            case REPLACE -> schedulers.replace(named(op));
        }
    }

    private static Scheduler named(Op.Scheduler op) {
        return Scheduler.program(op.scheduler(), op.scheduler());
    }
}
