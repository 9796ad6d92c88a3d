// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ktstr4j.plan.PlanException;

class TopologyTest {
    private static final Topology TWO_NODES = Topology.parse("2n4l3c2t");

    private static @Nullable String refusal(String text) {
        return assertThrows(PlanException.class, () -> Topology.parse(text)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1n1l1c1t", "1n2l4c2t", "2n4l2c1t", "4n12l8c2t", "1n15l8c2t"})
    void the_notation_survives_a_round_trip(String text) {
        assertEquals(text, Topology.parse(text).format());
        assertEquals(text, Topology.parse(text).toString());
    }

    @Test
    void llcs_are_counted_over_all_nodes() {
        assertEquals(new Topology(2, 4, 3, 2), TWO_NODES);
        assertEquals(24, TWO_NODES.cpus());
        assertEquals(12, TWO_NODES.cores());
        assertEquals(6, TWO_NODES.cpusPerLlc());
        assertEquals(2, TWO_NODES.llcsPerNode());
    }

    @Test
    void cpus_are_numbered_by_llc_then_core_then_thread() {
        assertEquals(List.of(6, 7, 8, 9, 10, 11), TWO_NODES.cpusOfLlc(1));
        assertEquals(List.of(8, 9), TWO_NODES.siblings(9));
        assertEquals(1, TWO_NODES.llcOfCpu(11));
        assertEquals(2, TWO_NODES.llcOfCpu(12));
    }

    @Test
    void llcs_are_spread_evenly_over_the_nodes_in_order() {
        assertEquals(List.of(2, 3), TWO_NODES.llcsOfNode(1));
        assertEquals(0, TWO_NODES.nodeOfLlc(1));
        assertEquals(1, TWO_NODES.nodeOfCpu(12));
        assertEquals(List.of(12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23), TWO_NODES.cpusOfNode(1));
    }

    @Test
    void a_node_is_10_from_itself_and_20_from_others() {
        assertEquals(10, TWO_NODES.distance(1, 1));
        assertEquals(20, TWO_NODES.distance(0, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0n1l1c1t, 0 NUMA nodes",
        "1n0l1c1t, 0 LLCs",
        "1n1l0c1t, 0 cores per LLC",
        "1n1l1c0t, 0 threads per core",
    })
    void a_count_of_zero_is_refused(String text, String found) {
        assertEquals("topology \"" + text + "\": " + found + "; use 1 or more", refusal(text));
    }

    @Test
    void llcs_that_do_not_divide_by_nodes_are_refused_with_the_nearest_that_do() {
        assertEquals(
                "topology \"2n3l4c1t\": 3 LLCs do not divide by 2 nodes; use 2 or 4 LLCs (LLCs are counted over all nodes)",
                refusal("2n3l4c1t"));
        assertEquals(
                "topology \"4n1l4c1t\": 1 LLC does not divide by 4 nodes; use 4 LLCs (LLCs are counted over all nodes)",
                refusal("4n1l4c1t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2x4", "1n2l4c", "1n2l4c2t ", "-1n1l1c1t", "1N2L4C2T", "1n2l4c2t2", "9999999n1l1c1t"})
    void a_text_of_another_form_is_refused(String text) {
        assertEquals(
                "topology \"" + text + "\": not of the form NnNlNcNt (NUMA nodes, LLCs over all nodes, cores per LLC,"
                        + " threads per core); write for example 1n2l4c2t",
                refusal(text));
    }

    @Test
    void more_cpus_than_any_kernel_takes_are_refused_even_when_the_product_overflows() {
        assertEquals(
                "topology \"1n9l999c1t\": 8991 CPUs, but kernels are built for at most 8192; use fewer LLCs, cores or"
                        + " threads",
                refusal("1n9l999c1t"));
        assertEquals(
                "topology \"1n999999l999999c999999t\": 999997000002999999 CPUs, but kernels are built for at most 8192;"
                        + " use fewer LLCs, cores or threads",
                refusal("1n999999l999999c999999t"));
    }

    @Test
    void a_cpu_that_is_not_there_is_refused() {
        var e = assertThrows(IndexOutOfBoundsException.class, () -> TWO_NODES.llcOfCpu(24));

        assertEquals("topology \"2n4l3c2t\": CPU 24 asked for, has 0 to 23", e.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> TWO_NODES.cpusOfLlc(4));
        assertThrows(IndexOutOfBoundsException.class, () -> TWO_NODES.nodeOfLlc(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> TWO_NODES.distance(0, 2));
    }
}
