// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario;

import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;

/// The context of a test body: everything that it can do in the guest.
public interface Ctx {
    /// {@return the topology that the author declared and the guest has}
    Topology topology();

    /// {@return a run of this payload with its defaults, to be configured and started}
    ///
    /// @param payload what to run
    PayloadRun payload(Payload payload);

    /// {@return the cgroups that belong to this test}
    Cgroups cgroups();

    /// Runs a scenario to its end.
    ///
    /// @param scenario what is to happen
    /// @return what workers counted, and the verdict on it; a scenario that this machine is too small for
    ///     is skipped
    /// @throws IllegalArgumentException if there is something wrong with the scenario; says all of it
    ScenarioResult execute(Scenario scenario);
    /// {@return the schedulers under test: the one that runs now, and ways to start and stop others}
    Schedulers scheduler();
}
