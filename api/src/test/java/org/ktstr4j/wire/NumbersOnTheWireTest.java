// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class NumbersOnTheWireTest {
    @Test
    void each_type_is_found_by_its_number() {
        for (FrameType type : FrameType.values()) assertEquals(type, FrameType.of(type.number()));
    }

    @Test
    void a_number_of_a_later_version_is_no_type() {
        assertNull(FrameType.of(0));
        assertNull(FrameType.of(16));
        assertNull(FrameType.of(65535));
    }

    @Test
    void each_state_is_found_by_its_number() {
        assertEquals(GuestState.NOTHING, GuestState.of(0));
        assertEquals(GuestState.INIT, GuestState.of(1));
        assertEquals(GuestState.READY, GuestState.of(2));
        assertEquals(GuestState.TAKEN, GuestState.of(3));
        assertEquals(GuestState.DONE, GuestState.of(4));
    }

    @Test
    void a_state_that_no_guest_of_ours_writes_ends_the_wait() {
        assertEquals(GuestState.DONE, GuestState.of(5));
        assertEquals(GuestState.DONE, GuestState.of(-1));
    }
}
