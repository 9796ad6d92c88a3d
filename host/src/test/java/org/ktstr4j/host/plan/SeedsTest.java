// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ktstr4j.plan.PlanException;

class SeedsTest {
    @Test
    void one_seed_is_a_number_and_more_are_two() {
        assertEquals(new Seeds(17, 17), Seeds.parse("17"));
        assertEquals(new Seeds(1, 200), Seeds.parse("1..200"));
        assertArrayEquals(new long[] {-1, 0, 1}, Seeds.parse("-1..1").stream().toArray());
        assertEquals(200, Seeds.parse("1..200").count());
        assertEquals("17", Seeds.of(17).toString());
        assertEquals("1..200", new Seeds(1, 200).toString());
    }

    @Test
    void what_is_no_seed_is_refused() {
        assertEquals("seeds \"x\": not a number or two; write them as 17 or 1..200", refused("x"));
        assertEquals("seeds \"1..\": not a number or two; write them as 17 or 1..200", refused("1.."));
        assertEquals("seeds \"2..1\": the last is less than the first; write them as 17 or 1..200", refused("2..1"));
        assertEquals("seeds \"0..1000000\": more than 1000000; write them as 17 or 1..200", refused("0..1000000"));
        assertEquals(
                "seeds \"%d..%d\": more than 1000000; write them as 17 or 1..200"
                        .formatted(Long.MIN_VALUE, Long.MAX_VALUE),
                refused(Long.MIN_VALUE + ".." + Long.MAX_VALUE));
    }

    @Test
    void a_repetition_that_means_nothing_is_refused() {
        assertEquals(
                "repeat 0 times: not positive; give 1 or more",
                assertThrows(PlanException.class, () -> new Repetition(Optional.empty(), 0, false))
                        .getMessage());
        assertEquals(
                "expect identical runs: of one run there is nothing to compare; repeat it 2 times or more",
                assertThrows(PlanException.class, () -> new Repetition(Optional.empty(), 1, true))
                        .getMessage());
    }

    private static String refused(String text) {
        return String.valueOf(
                assertThrows(PlanException.class, () -> Seeds.parse(text)).getMessage());
    }
}
