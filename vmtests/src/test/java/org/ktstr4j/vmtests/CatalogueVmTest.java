// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
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
    // What is not green under it, and why, is in docs/scenarios.md.
    private static final Map<String, String> FINDINGS_OF_SIMPLE =
            Map.of("weighted", "FAILED [Unfair: error of weighted share of cgroup b: expected ≤ 25 % (test), was ");

    @ParameterizedTest
    @ValueSource(strings = {"steady", "cpusets", "members", "loads", "nested", "workloads"})
    void a_family_passes_under_the_kernel_s_own(String family) {
        passes(family, Guest.of(CannedScenes.class, family).run(), Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"steady", "cpusets", "members", "loads", "nested", "workloads"})
    void a_family_passes_under_scx_simple(String family) {
        Ran ran = Guest.of(CannedScenes.class, family)
                .with(Settings.SCHEDULER, "scx_simple")
                .run();

        passes(family, ran, FINDINGS_OF_SIMPLE);
        assertEquals("simple", ran.said("scheduler"));
    }

    private static void passes(String family, Ran ran, Map<String, String> findings) {
        System.out.println(ran.out());
        boolean any = false;
        for (Canned each : of(family)) {
            String expected = findings.getOrDefault(each.name(), "PASSED []");
            String said = ran.said(each.name());
            assertTrue(said.startsWith(expected), () -> each.name() + ": expected " + expected + ", was " + said);
            any |= findings.containsKey(each.name());
        }
        assertEquals(any ? "failed" : "passed", ran.label(), ran::why);
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
