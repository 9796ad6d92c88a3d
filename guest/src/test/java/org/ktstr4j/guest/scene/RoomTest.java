// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Policy;
import org.ktstr4j.scenario.work.Program;
import org.ktstr4j.scenario.work.WorkGroup;

class RoomTest {
    private static final Set<Integer> ALL = Set.of(0, 1, 2, 3);
    private static final WorkGroup SPIN = WorkGroup.of(new Compute.AluHot());

    @Test
    void there_is_room_for_fewer_workers_than_cpus() {
        assertTrue(enough(group(SPIN, 2), group(SPIN, 1)));
        assertFalse(enough(group(SPIN, 2), group(SPIN, 2)));
    }

    @Test
    void each_on_the_cpu_that_it_is_bound_to_has_room() {
        assertTrue(enough(group(SPIN, 2, List.of(Set.of(0), Set.of(1)))));
    }

    @Test
    void only_those_count_who_may_use_the_same_cpus() {
        assertTrue(enough(group(SPIN, 1, List.of(Set.of(0, 1))), group(SPIN, 9, List.of(Set.of(2, 3)))));
        assertFalse(enough(group(SPIN, 2, List.of(Set.of(0, 1))), group(SPIN, 9, List.of(Set.of(1, 2)))));
        assertFalse(enough(group(SPIN, 4, List.of(Set.of(0, 1), Set.of(1, 2)))));
    }

    @Test
    void who_all_wait_for_the_same_cpu_are_owed_the_same() {
        assertTrue(enough(group(SPIN, 7, List.of(Set.of(3))), group(SPIN, 9)));
        assertFalse(enough(group(SPIN, 7, List.of(Set.of(3), Set.of(2)))));
    }

    @Test
    void beside_real_time_workers_nobody_is_owed_anything() {
        LiveGroup fifo = group(SPIN.withPolicy(new Policy.Fifo(1)), 1, List.of(Set.of(3)));

        assertFalse(enough(group(SPIN, 1), fifo));
        assertTrue(enough(group(SPIN, 2, List.of(Set.of(0, 1, 2))), fifo));
        assertFalse(enough(fifo));
    }

    @Test
    void what_a_program_starts_is_not_known() {
        assertFalse(enough(group(SPIN, 1), group(SPIN.withWork(new Program.Custom("make -j4")), 1)));
        assertFalse(new Room(List.of(), ALL, true).enough(group(SPIN, 1)));
    }

    /// The first of them.
    private static boolean enough(LiveGroup... groups) {
        return new Room(List.of(groups), ALL, false).enough(groups[0]);
    }

    private static LiveGroup group(WorkGroup group, int workers) {
        return group(group, workers, List.of());
    }

    private static LiveGroup group(WorkGroup group, int workers, List<Set<Integer>> affinities) {
        return new LiveGroup("g", "a", group, workers, null, affinities);
    }
}
