// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;

class CatalogueTest {
    private static final List<Topology> MACHINES = List.of(
            Topology.parse("1n1l1c1t"),
            Topology.parse("1n1l2c1t"),
            Topology.parse("1n2l4c2t"),
            Topology.parse("2n4l2c2t"),
            Topology.parse("1n3l3c1t"));

    @Test
    void every_scenario_is_good_on_every_machine_that_has_what_it_needs() {
        Set<String> usable = new HashSet<>();
        for (Canned each : Catalogue.all()) {
            for (Topology machine : MACHINES) {
                if (machine.cpus() < 2) continue;
                Scenario scenario = each.on(machine);
                if (scenario.need().missing(machine).isPresent()) continue;
                usable.add(each.name());
                assertEquals(List.of(), scenario.problems(machine), each.name() + " on " + machine);
            }
        }
        assertEquals(Catalogue.all().size(), usable.size());
    }

    @Test
    void names_are_unique_and_those_of_the_scenarios() {
        Set<String> names = new HashSet<>();
        for (Canned each : Catalogue.all()) {
            assertTrue(names.add(each.name()), each.name());
            assertEquals(each.name(), each.on(MACHINES.getLast()).name());
            assertTrue(!each.summary().isBlank() && each.summary().length() < 90, each.name());
        }
        assertTrue(names.size() >= 80, names.size() + " scenarios");
    }

    @Test
    void every_scenario_comes_back_from_json() {
        for (Canned each : Catalogue.all()) {
            Scenario scenario = each.on(MACHINES.get(2));
            assertEquals(scenario, Scenario.fromJson(scenario.toJson()), each.name());
        }
    }

    @Test
    void a_name_that_is_not_there_is_refused_with_the_nearest() {
        assertEquals(
                "scenario \"mutex\": there is none of this name; do you mean mutex_light, mutex_heavy",
                Messages.refused(() -> Catalogue.scenario("mutex", MACHINES.getFirst())));
        assertEquals(
                "scenario \"nothing\": there is none of this name; `ktstr list --scenarios` shows all",
                Messages.refused(() -> Catalogue.scenario("nothing", MACHINES.getFirst())));
    }
}
