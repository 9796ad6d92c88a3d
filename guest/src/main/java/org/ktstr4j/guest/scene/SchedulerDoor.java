// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import org.ktstr4j.scenario.plan.Op;

/// Starts, stops and exchanges the scheduler under test.
@FunctionalInterface
public interface SchedulerDoor {
    /// A guest without schedulers to start.
    SchedulerDoor NONE = op -> {
        throw new SceneException(
                "scheduler %s \"%s\": this run has no schedulers".formatted(op.action(), op.scheduler()));
    };

    /// Does it; returns when it is done.
    ///
    /// @param op what to do
    /// @throws InterruptedException if the thread was interrupted
    void apply(Op.Scheduler op) throws InterruptedException;
}
