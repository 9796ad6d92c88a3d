// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.List;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Surroundings.Detached;
import org.ktstr4j.scenario.plan.Op;

/// Starts, stops and exchanges the scheduler under test.
public interface SchedulerDoor {
    /// Does it; returns when it is done.
    ///
    /// @param op what to do
    /// @throws SceneException if the test has no scheduler of this name
    /// @throws org.ktstr4j.scheduler.SchedulerException if it cannot be done
    void apply(Op.Scheduler op);

    /// {@return what the scheduler that is attached now is known to keep; nothing if none is}
    Checks checks();

    /// {@return the schedulers that have ended since the test began, in order}
    List<Detached> ended();
}
