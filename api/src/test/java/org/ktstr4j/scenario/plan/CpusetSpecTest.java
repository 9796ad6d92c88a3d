// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.topology.CpuList;
import org.ktstr4j.topology.Topology;

class CpusetSpecTest {
    private static final Topology TWELVE = Topology.parse("2n4l3c1t");

    @Test
    void specs_mean_cpus_of_the_machine() {
        is("3-5", new CpusetSpec.Llc(1), 0);
        is("6-11", new CpusetSpec.Numa(1), 0);
        is("3-8", new CpusetSpec.Range(0.25, 0.75), 0);
        is("0-5", new CpusetSpec.Disjoint(0, 2), 0);
        is("6-11", new CpusetSpec.Disjoint(1, 2), 0);
        is("10-11", new CpusetSpec.Disjoint(5, 6), 0);
        is("0-8", new CpusetSpec.Overlap(0, 2, 0.5), 0);
        is("2-9", new CpusetSpec.Overlap(1, 3, 0.5), 0);
        is("1,11", new CpusetSpec.Exact(Set.of(11, 1)), 0);
    }

    @Test
    void the_last_cpus_are_left_out_when_they_are_reserved_but_for_exact_ones() {
        is("9", new CpusetSpec.Llc(3), 2);
        is("6-9", new CpusetSpec.Numa(1), 2);
        is("0-9", new CpusetSpec.Range(0, 1), 2);
        is("5-9", new CpusetSpec.Disjoint(1, 2), 2);
        is("11", new CpusetSpec.Exact(Set.of(11)), 2);
    }

    @Test
    void a_rest_goes_to_the_last_part() {
        is("0-4", new CpusetSpec.Disjoint(0, 2), 1);
        is("5-10", new CpusetSpec.Disjoint(1, 2), 1);
        is("6-10", new CpusetSpec.Disjoint(2, 3), 1);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        refused("cpuset Llc[llc=4]: LLC 4: the machine has 0 to 3", new CpusetSpec.Llc(4), 0);
        refused("cpuset Numa[node=2]: node 2: the machine has 0 to 1", new CpusetSpec.Numa(2), 0);
        refused("cpuset Range[from=0.5, to=0.5]: use 0 ≤ from < to ≤ 1", new CpusetSpec.Range(0.5, 0.5), 0);
        refused("cpuset Range[from=NaN, to=1.0]: use 0 ≤ from < to ≤ 1", new CpusetSpec.Range(Double.NaN, 1), 0);
        refused("cpuset Disjoint[part=2, of=2]: use a part of 0 to 1", new CpusetSpec.Disjoint(2, 2), 0);
        refused("cpuset Disjoint[part=0, of=0]: use a part of 0 to 0", new CpusetSpec.Disjoint(0, 0), 0);
        refused(
                "cpuset Disjoint[part=0, of=13]: there are 12 usable CPUs; use at most as many parts",
                new CpusetSpec.Disjoint(0, 13),
                0);
        refused(
                "cpuset Overlap[part=0, of=2, fraction=1.5]: use a fraction of 0 to 1",
                new CpusetSpec.Overlap(0, 2, 1.5),
                0);
        refused("cpuset Exact[cpus=[12]]: CPU 12: the machine has 0 to 11", new CpusetSpec.Exact(Set.of(12)), 0);
        refused(
                "cpuset Exact[cpus=[]]: no CPU of topology 2n4l3c1t is left with 0 reserved; take another part",
                new CpusetSpec.Exact(Set.of()),
                0);
        refused(
                "cpuset Llc[llc=3]: no CPU of topology 2n4l3c1t is left with 3 reserved; take another part",
                new CpusetSpec.Llc(3),
                3);
    }

    private static void is(String expected, CpusetSpec spec, int reserved) {
        assertEquals(expected, CpuList.format(spec.resolve(TWELVE, reserved)), spec::toString);
    }

    private static void refused(String expected, CpusetSpec spec, int reserved) {
        assertEquals(expected, Messages.refused(() -> spec.resolve(TWELVE, reserved)));
    }
}
