// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import java.util.function.Function;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;

/// A scenario of the catalogue.
///
/// @param name the scenario's
/// @param summary one line
/// @param make the scenario for a machine; what it needs of one is in the scenario
public record Canned(String name, String summary, Function<Topology, Scenario> make) {
    /// {@return the scenario for this machine}
    ///
    /// @param topology the machine
    public Scenario on(Topology topology) {
        return make.apply(topology);
    }
}
