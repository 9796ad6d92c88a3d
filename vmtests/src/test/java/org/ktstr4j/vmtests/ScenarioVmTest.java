// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Repeatability;
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
    void the_same_seed_gives_the_same_workers_and_another_seed_others() {
        Repeatability five = seeded(5);

        assertEquals("", five.doubt());
        assertEquals(five, seeded(5));
        assertNotEquals(five.digest(), seeded(6).digest());
        assertEquals(seeded(0), seeded(0));
    }

    private static Repeatability seeded(long seed) {
        Ran ran = Guest.of(Scenarios.class, "isSeeded")
                .with(Settings.ACCEL, "sim")
                .with(Settings.SEEDS, Long.toString(seed))
                .run();
        assertEquals("passed", ran.label(), ran::why);
        return ran.sidecar().repeat();
    }

    @Test
    void operations_have_their_effect_and_leave_nothing_behind() {
        Ran ran = Guest.of(Scenarios.class, "operates").run();

        System.out.println(ran.out());
        assertEquals("passed", ran.label(), ran::why);
        assertEquals("2", ran.said("a first"));
        assertEquals("0", ran.said("a moved"));
        assertEquals("2", ran.said("c moved"));
        assertEquals("1", ran.said("b frozen"));
        assertEquals("0", ran.said("c stopped"));
        assertEquals("0", ran.said("frozen iterations"));
        assertEquals("[host, a, b]", ran.said("groups"));
        assertEquals("", ran.said("left"));
    }

    @Test
    void a_cleared_cpuset_lets_workers_go_everywhere() {
        Ran ran = Guest.of(Scenarios.class, "clearsTheCpuset").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("[1]", ran.said("before"));
        assertTrue(Integer.parseInt(ran.said("after")) >= 3, ran::out);
    }

    @Test
    void knobs_reach_the_kernel() {
        Ran ran = Guest.of(Scenarios.class, "turnsKnobs").run();

        System.out.println(ran.out());
        assertEquals("passed", ran.label(), ran::why);
        Ran limited = Guest.of(Scenarios.class, "limitsTheCpu").run();
        assertEquals("passed", limited.label(), limited::why);
        long pct = Long.parseLong(limited.said("pct"));
        assertTrue(pct >= 5 && pct <= 15, "a tenth of a CPU was " + pct + " %");
    }

    @Test
    void a_worker_that_is_killed_ends_the_scenario() {
        Ran ran = Guest.of(Scenarios.class, "losesAWorker").run();

        assertEquals("failed", ran.label());
        assertTrue(ran.why().startsWith("step 1: a worker ended while nobody had told it to\n"), ran.why());
        assertTrue(ran.why().contains("worker 0 of a (AluHot): signal 9 after "), ran.why());
    }

    @Test
    void what_the_kernel_refuses_fails_and_leaves_nothing() {
        Ran ran = Guest.of(Scenarios.class, "isRefused").run();

        assertEquals("failed", ran.label());
        assertEquals(
                "step 1: start 1 workers of AluHot in cgroup \"a\":"
                        + " worker 0, policy: AluHot: Invalid argument (EINVAL)\n"
                        + "no workers ran, so there is nothing to check",
                ran.why());
        assertEquals("", ran.said("left"));
    }

    @Test
    void sides_are_compared_inside_one_run() {
        Ran unequal = Guest.of(Scenarios.class, "comparesUnequal").run();

        assertEquals("failed", unequal.label());
        assertTrue(
                unequal.why()
                        .startsWith("iterations per second of other against free: expected at most 30 % worse, was "),
                unequal.why());
        Ran equal = Guest.of(Scenarios.class, "comparesEqual").run();
        System.out.println(equal.judged());
        assertEquals("passed", equal.label(), equal::why);
    }

    @Test
    void two_thousand_workers_in_two_hundred_cgroups_are_all_accounted_for() {
        Ran ran = Guest.of(Scenarios.class, "areMany").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("200", ran.said("groups"));
        assertEquals("2000", ran.said("workers"));
        assertEquals("", ran.said("left"));
        assertEquals(200, ran.history().all(LogRecord.Workers.class).size());
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
