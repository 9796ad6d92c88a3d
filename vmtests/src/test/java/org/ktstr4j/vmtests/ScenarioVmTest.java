// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.vmtests.fixture.Scenarios;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Scenarios in a guest: what is counted, and what the log keeps of it.
@RequiresVm
class ScenarioVmTest {
    @Test
    void a_returned_scenario_is_executed_and_judged() {
        Ran ran = Guest.of(Scenarios.class, "isReturned").run();

        assertEquals("passed", ran.label(), ran::why);
        System.out.println(ran.judged());
        List<GroupStats> groups = ran.history().all(LogRecord.Workers.class).stream()
                .map(LogRecord.Workers::group)
                .toList();
        assertEquals(
                List.of("left", "right"), groups.stream().map(GroupStats::group).toList());
        assertTrue(
                List.of(0, 1, 2, 3).containsAll(groups.getFirst().cpus()),
                groups.getFirst().cpus()::toString);
        assertTrue(
                List.of(4, 5, 6, 7).containsAll(groups.getLast().cpus()),
                groups.getLast().cpus()::toString);
        assertEquals(
                List.of("begin", "begin", "hold", "end"),
                ran.history().all(LogRecord.Mark.class).stream()
                        .map(LogRecord.Mark::what)
                        .toList());
        assertEquals(1, ran.history().all(LogRecord.ScenarioBegan.class).size());
    }

    @Test
    void a_body_executes_a_scenario_and_looks_at_its_numbers() {
        Ran ran = Guest.of(Scenarios.class, "isExecuted").run();

        assertEquals("passed", ran.label(), ran::why);
        System.out.println(ran.out());
        assertTrue(Long.parseLong(ran.said("iterations")) > 100, ran.said("iterations"));
        assertEquals("1", ran.said("phases"));
    }
}
