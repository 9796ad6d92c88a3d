// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.vmtests.fixture.Limited;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Limits on what real workers counted: kept, not kept, nothing to look at.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class LimitVmTest {
    // Slow nodes no topology of ours has; idle CPUs have a scenario of their own.
    private static final Set<Limit> ELSEWHERE = EnumSet.of(Limit.MAX_SLOW_TIER_RATIO, Limit.MAX_IDLE_PCT);

    // Of one spinner alone there is no less than this.
    private static final Set<Limit> ALWAYS_THERE = EnumSet.of(
            Limit.NOT_STARVED,
            Limit.MAX_GAP_MS,
            Limit.MIN_WORK_RATE,
            Limit.MIN_ITERATION_RATE,
            Limit.MAX_MIGRATION_RATIO,
            Limit.MAX_RUN_DELAY_PCT,
            Limit.NO_SPLAT);

    @Test
    void every_limit_can_be_kept() {
        Ran ran = Guest.of(Limited.class, "areKept").run();

        // All were asked for: one without data would be inconclusive.
        assertEquals("passed", ran.label(), ran::why);
        String limits = String.join("\n", ran.judged().notes());
        for (Limit each : EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE))) {
            assertTrue(limits.contains(each.label()), each + " in " + limits);
        }
    }

    @Test
    void every_limit_can_be_broken() {
        Ran ran = Guest.of(Limited.class, "areBroken").run();

        assertEquals("failed", ran.label(), ran::why);
        Set<Limit> elsewhere = EnumSet.copyOf(ELSEWHERE);
        elsewhere.add(Limit.CLEAN_DETACH); // SchedulerEndVmTest has schedulers that end in every way
        for (Limit each : EnumSet.complementOf(EnumSet.copyOf(elsewhere))) {
            String text = switch (each) {
                case NOT_STARVED -> "did no work at all (test)";
                case ISOLATION -> ": ran on CPUs [";
                case NO_SPLAT -> "the kernel logged \"WARNING: only a drill\" (test)";
                default -> each.label() + " of ";
            };
            assertTrue(ran.why().contains(text), () -> text + " in\n" + ran.why());
        }
    }

    @Test
    void what_was_not_measured_is_inconclusive() {
        Ran ran = Guest.of(Limited.class, "haveNothing").run();

        assertEquals("inconclusive", ran.label(), ran::why);
        for (Limit each : Limit.values()) {
            boolean said = ran.why().contains(each.label() + ": expected")
                    && ran.why().contains("(test), nothing of it was measured in a");
            assertEquals(!ALWAYS_THERE.contains(each), said, () -> each + " in\n" + ran.why());
        }
    }

    @Test
    void work_conservation_is_judged_while_there_is_more_to_run_than_cpus() {
        Ran ran = Guest.of(Limited.class, "areSaturated").run();

        assertEquals("PASSED []", ran.said("kept"));
        assertTrue(
                ran.said("broken")
                        .startsWith("FAILED idle while there was work of the CPUs of all workers: expected ≤ -1 %"),
                ran.said("broken"));
    }

    @Test
    void a_scheduler_s_limits_lie_between_the_profile_s_and_the_test_s() {
        Ran ran = Guest.of(Limited.class, "areTheSchedulers").run();

        assertEquals("failed", ran.label(), ran::why);
        assertTrue(
                ran.why()
                        .startsWith(
                                "work rate of worker 0 of a (AluHot): expected ≥ 1000000000000000 units/CPU-s (scheduler), was "),
                ran.why());
        String notes = String.join("\n", ran.judged().notes());
        assertTrue(notes.contains("longest gap ≤ 54321 ms (test)"), notes);
        assertTrue(notes.contains("not starved (profile vm)"), notes);
    }
}
