// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.scenario.catalogue.Canned;
import org.ktstr4j.scenario.catalogue.Catalogue;
import org.ktstr4j.vmtests.fixture.CannedScenes;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Every canned scenario is green under the kernel's own scheduler and under the simplest sched_ext one.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class CatalogueVmTest {
    @ParameterizedTest
    @ValueSource(strings = {"steady", "cpusets", "members", "loads", "nested", "workloads"})
    void a_family_passes_under_the_kernel_s_own(String family) {
        passes(family, Guest.of(CannedScenes.class, family).run());
    }

    @ParameterizedTest
    @ValueSource(strings = {"steady", "cpusets", "members", "loads", "nested", "workloads"})
    void a_family_passes_under_scx_simple(String family) {
        Ran ran = Guest.of(CannedScenes.class, family)
                .with(Settings.SCHEDULER, "scx_simple")
                .run();

        passes(family, ran);
        assertEquals("simple", ran.said("scheduler"));
    }

    private static void passes(String family, Ran ran) {
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
