// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.vmtests.fixture.Topologies;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// What was declared is what the guest's sysfs shows: caches, siblings, nodes, distances.
@RequiresVm
class TopologyVmTest {
    @Test
    void one_cpu() {
        assertPassed(Guest.of(Topologies.class, "oneCpu").run());
    }

    @Test
    void two_caches_of_four_cores_with_two_threads() {
        assertPassed(
                Guest.of(Topologies.class, "twoCachesOfFourCoresWithTwoThreads").run());
    }

    @Test
    void two_nodes() {
        assertPassed(Guest.of(Topologies.class, "twoNodes").run());
    }

    @Test
    void two_nodes_on_an_older_kernel() {
        String spec = "debian:6.18.15";
        Prerequisites.kernel(spec);

        Ran ran = Guest.of(Topologies.class, "twoNodes")
                .with(Settings.KERNEL, spec)
                .run();

        assertPassed(ran);
        assertTrue(ran.said("kernel").startsWith("6.18.15+"), ran.out());
    }

    private static void assertPassed(Ran ran) {
        assertEquals("passed", ran.label(), ran::why);
        assertEquals(ran.said("kernel"), ran.sidecar().machine().get("kernel"));
    }
}
