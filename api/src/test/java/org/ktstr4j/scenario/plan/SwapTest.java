// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Count;
import org.ktstr4j.scenario.work.Kinds;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.Work;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

class SwapTest {
    private static final Topology FOUR = Topology.parse("1n2l2c1t");

    private static WorkGroup spin(int workers) {
        return WorkGroup.of(workers, new Compute.SpinWait());
    }

    @Test
    void only_swappable_cgroups_get_other_work() {
        Scenario scenario = Scenario.of(
                        "s",
                        Step.ops(
                                Hold.full(),
                                new Op.Add(CgroupDef.of("c", spin(4)).asSwappable())))
                .withBackdrop(CgroupDef.of("a", spin(2)).asSwappable(), CgroupDef.of("b", spin(2)));

        Swap swap = Swap.of(scenario, new Wakes.PipeIo(), FOUR);

        assertEquals(List.of(), swap.skipped());
        assertEquals("PipeIo", work(swap.scenario().backdrop().get(0)));
        assertEquals("SpinWait", work(swap.scenario().backdrop().get(1)));
        Op added = swap.scenario().steps().getFirst().ops().getFirst();
        assertEquals("PipeIo", work(((Op.Add) added).cgroup()));
    }

    @Test
    void work_that_does_not_fit_is_skipped_and_said() {
        WorkGroup oneEach = spin(1).withCount(new Count.PerCpus(100));
        Scenario scenario = Scenario.steady(
                "s",
                CgroupDef.of("odd", spin(3)).asSwappable(),
                CgroupDef.of("llc", oneEach).withCpuset(new CpusetSpec.Llc(1)).asSwappable(),
                CgroupDef.of("one", oneEach)
                        .withCpuset(new CpusetSpec.Range(0, 0.25))
                        .asSwappable());

        Swap swap = Swap.of(scenario, new Wakes.PipeIo(), FOUR);

        assertEquals(
                List.of(
                        "cgroup \"odd\" keeps SpinWait: 3 workers of PipeIo: not a multiple of 2, which belong together; use 2 or 4",
                        "cgroup \"one\" keeps SpinWait: 1 workers of PipeIo: not a multiple of 2, which belong together; use 2"),
                swap.skipped());
        assertEquals("PipeIo", work(swap.scenario().steps().getFirst().cgroups().get(1)));
    }

    @Test
    void work_is_known_by_its_name() {
        Work work = Kinds.named("Bursty");

        assertEquals(new Wakes.Bursty(), work);
        String message = Messages.refused(() -> Kinds.named("Bursti"));
        assertEquals(
                "work \"Bursti\": there is none of this name that needs no parameters, there are AffinityChurn, AluHot,",
                message.substring(0, message.indexOf(" AsymmetricWaker")));
    }

    private static String work(CgroupDef cgroup) {
        return cgroup.groups().getFirst().work().name();
    }
}
