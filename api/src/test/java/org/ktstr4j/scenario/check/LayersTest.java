// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayersTest {
    @Test
    void the_last_layer_that_says_something_wins_and_is_named() {
        Layers layers = Layers.of(
                Profile.VM,
                Checks.of(Limit.MAX_GAP_MS, 700).with(Limit.MIN_WORK_RATE, 5),
                Checks.of(Limit.MAX_GAP_MS, 600),
                Checks.of(Limit.MAX_SPREAD_PCT, 10));

        assertEquals(
                "not starved (profile vm), longest gap ≤ 600 ms (test), spread of off-CPU time ≤ 10 % (step),"
                        + " isolation (profile vm), work rate ≥ 5 units/CPU-s (scheduler), clean detach (profile vm), no kernel splat (profile vm)",
                layers.describe());
    }

    @Test
    void a_limit_can_be_switched_off_and_on_again() {
        Checks off = Checks.NONE.without(Limit.NOT_STARVED).without(Limit.ISOLATION);
        Layers layers = Layers.of(Profile.VM, Checks.NONE, off, Checks.of(Limit.ISOLATION, 1));

        assertNull(layers.effective(Limit.NOT_STARVED));
        assertEquals(
                "step",
                Objects.requireNonNull(layers.effective(Limit.ISOLATION)).origin());
    }

    @Test
    void a_layer_may_choose_the_profile() {
        Layers layers = Layers.of(Profile.VM, Checks.of(Profile.SIM), Checks.of(Profile.STRICT), Checks.NONE);

        assertEquals(Profile.STRICT, layers.profile());
        assertEquals(
                "not starved (profile strict), longest gap ≤ 500 ms (profile strict),"
                        + " spread of off-CPU time ≤ 15 % (profile strict), isolation (profile strict), clean detach (profile strict), no kernel splat (profile strict)",
                layers.describe());
    }

    @Test
    void layers_are_merged_limit_by_limit() {
        Checks one = Checks.of(Profile.SIM).with(Limit.MAX_GAP_MS, 1).with(Limit.MAX_WAKE_CV, 2);
        Checks other = Checks.of(Limit.MAX_GAP_MS, 3).without(Limit.MAX_WAKE_CV);
        Checks both = one.over(other);

        assertEquals(Profile.SIM, both.profile());
        assertEquals(Optional.of(3.0), both.value(Limit.MAX_GAP_MS));
        assertEquals(Optional.empty(), both.value(Limit.MAX_WAKE_CV));
        assertEquals(both, both.over(Checks.NONE));
    }
}
