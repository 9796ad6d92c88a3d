// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.shrink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Knob;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

class ReductionsTest {
    private static final Topology ONE = Topology.parse("1n1l1c1t");

    private static List<Scenario> of(Scenario scenario, Topology topology) {
        return Reductions.of(new Size(topology, scenario)).stream()
                .filter(each -> each.topology().equals(topology))
                .flatMap(each -> Stream.ofNullable(each.scenario()))
                .toList();
    }

    @Test
    void a_machine_becomes_smaller_in_each_of_its_dimensions() {
        List<String> machines = Reductions.of(new Size(Topology.parse("2n4l3c2t"), null)).stream()
                .map(Size::describe)
                .toList();

        assertEquals(List.of("1n2l3c2t", "2n2l3c2t", "2n4l1c2t", "2n4l2c2t", "2n4l3c1t"), machines);
        assertEquals(List.of(), Reductions.of(new Size(ONE, null)));
    }

    @Test
    void a_machine_that_the_scenario_needs_stays() {
        Scenario needsTwo = Scenario.steady(
                "two",
                CgroupDef.of("a", WorkGroup.of(1, new Compute.SpinWait())).withCpuset(new CpusetSpec.Llc(1)));

        Topology two = Topology.parse("1n2l1c1t");
        assertTrue(Reductions.of(new Size(two, needsTwo)).stream()
                .filter(each -> !each.topology().equals(two))
                .noneMatch(each ->
                        each.scenario() != null && !each.scenario().backdrop().isEmpty()));
    }

    @Test
    void steps_and_cgroups_go_before_what_is_in_them() {
        Scenario scenario = Scenario.of(
                        "s",
                        Step.ops(Hold.fraction(0.5), new Op.Freeze("a"), new Op.Unfreeze("a")),
                        Step.hold(Hold.fraction(0.5)))
                .withBackdrop(
                        CgroupDef.of("a", WorkGroup.of(4, new Compute.SpinWait())),
                        CgroupDef.of("b", WorkGroup.of(2, new Wakes.PipeIo())).withKnobs(new Knob.CpuWeight(5)));

        List<Scenario> smaller = of(scenario, ONE);

        // without "a" the operations on it would have nothing to work on, so "a" stays at first
        assertEquals(List.of("a"), names(smaller.get(0)));
        assertEquals(1, smaller.get(1).steps().size());
        assertEquals(1, smaller.get(2).steps().size());
        assertTrue(smaller.subList(3, smaller.size()).stream()
                .allMatch(each -> names(each).size() == 2 && each.steps().size() == 2));
        assertTrue(
                smaller.stream().anyMatch(each -> each.steps().getFirst().ops().equals(List.of(new Op.Freeze("a")))));
        assertTrue(smaller.stream()
                .anyMatch(each -> each.backdrop().getLast().knobs().isEmpty()));
    }

    @Test
    void amounts_are_halved_and_what_is_special_becomes_plain() {
        Scenario scenario = Scenario.steady(
                        "s",
                        CgroupDef.of(
                                        "a",
                                        WorkGroup.of(5, new Compute.SpinWait()).withNice(5))
                                .withCpuset(new CpusetSpec.Llc(0)))
                .withDuration(Duration.ofSeconds(1));

        List<Scenario> smaller = of(scenario, ONE);

        assertEquals(
                List.of(2, 4),
                smaller.stream()
                        .flatMap(ReductionsTest::groups)
                        .map(each -> each.workers(0, 1))
                        .filter(workers -> workers != 5)
                        .toList());
        assertTrue(smaller.stream().anyMatch(each -> each.duration().equals(Duration.ofMillis(500))));
        assertTrue(smaller.stream().flatMap(ReductionsTest::groups).anyMatch(each -> each.nice() == null));
        assertTrue(smaller.stream()
                .flatMap(each -> each.steps().getFirst().cgroups().stream())
                .anyMatch(each -> each.cpuset() == null));
    }

    @Test
    void teams_stay_whole_and_payloads_are_kept() {
        Payload program = Payload.binary("p", "/bin/p");
        Scenario scenario = Scenario.steady("s", CgroupDef.of("a", WorkGroup.of(4, new Wakes.PipeIo())))
                .withBackdropOps(new Op.Run(program, List.of("x"), "", true));

        List<Scenario> smaller = of(scenario, ONE);

        assertTrue(smaller.stream().flatMap(ReductionsTest::groups).allMatch(each -> each.workers(0, 1) % 2 == 0));
        assertTrue(smaller.stream()
                .anyMatch(each -> each.backdropOps().equals(List.of(new Op.Run(program, List.of(), "", true)))));
    }

    @Test
    void all_of_them_are_smaller_at_last_and_none_is_left() {
        Size size = new Size(
                Topology.parse("1n2l2c2t"),
                Scenario.steady("s", CgroupDef.of("a", WorkGroup.of(8, new Compute.SpinWait()))));
        int steps = 0;
        for (List<Size> next = Reductions.of(size); !next.isEmpty(); next = Reductions.of(next.getLast())) {
            size = next.getLast();
            assertTrue(++steps < 100, size::describe);
        }
        assertEquals(ONE, size.topology());
    }

    private static Stream<WorkGroup> groups(Scenario scenario) {
        return scenario.steps().stream()
                .flatMap(step -> step.cgroups().stream())
                .flatMap(cgroup -> cgroup.groups().stream());
    }

    private static List<String> names(Scenario scenario) {
        return scenario.backdrop().stream().map(CgroupDef::name).toList();
    }
}
