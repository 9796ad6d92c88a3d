// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.scenario.catalogue.Catalogue;

class ListCommandTest {
    @Test
    void every_scenario_has_a_line() {
        Command listed = Command.run("list", "--scenarios", "--on", "1n1l2c1t");

        assertEquals(0, listed.exitCode());
        List<String> lines = listed.out().lines().toList();
        assertEquals(Catalogue.all().size(), lines.size());
        assertEquals("steady                        two cgroups of spinners", lines.getFirst());
        assertTrue(
                lines.contains("steady_llc                    one LLC for each of two cgroups"
                        + " (needs 2 LLCs, topology 1n1l2c1t has 1)"),
                listed.out());
    }

    @Test
    void json_has_the_plan_of_each() {
        Command listed = Command.run("list", "--scenarios", "--json");

        assertEquals(0, listed.exitCode());
        assertTrue(
                listed.out()
                        .startsWith("[{\"name\":\"steady\",\"summary\":\"two cgroups of spinners\",\"missing\":null,"
                                + "\"problems\":[],\"plannedNs\":2000000000,\"scenario\":{\"name\":\"steady\","),
                listed.out().substring(0, 200));
    }
}
