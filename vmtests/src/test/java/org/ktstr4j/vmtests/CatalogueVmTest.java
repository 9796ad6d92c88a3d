// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ktstr4j.scenario.catalogue.Canned;
import org.ktstr4j.scenario.catalogue.Catalogue;
import org.ktstr4j.vmtests.fixture.CannedScenes;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Every canned scenario is green under the kernel's own scheduler.
@RequiresVm
class CatalogueVmTest {
    // With the host's clock: under simulation these are still to be proven.
    private static Guest guest(String method) {
        return Guest.of(CannedScenes.class, method).with("ktstr.accel", "single");
    }

    @ParameterizedTest
    @ValueSource(strings = {"steady", "cpusets", "members", "loads", "nested", "workloads"})
    void a_family_passes(String family) {
        Ran ran = guest(family).run();

        System.out.println(ran.out());
        assertEquals("passed", ran.label(), ran::why);
        for (Canned each : of(family)) assertEquals("PASSED []", ran.said(each.name()), each.name());
    }

    private static List<Canned> of(String family) {
        return switch (family) {
            case "steady" -> Catalogue.steady();
            case "cpusets" -> Catalogue.cpusets();
            case "members" -> Catalogue.members();
            case "loads" -> Catalogue.loads();
            case "nested" -> Catalogue.nested();
            default -> Catalogue.workloads();
        };
    }
}
