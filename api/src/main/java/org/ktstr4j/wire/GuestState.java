// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

/// How far the guest has come, as `kt init` says in the window's header. Only ever moves forward.
public enum GuestState {
    /// Nothing has been written yet: firmware, kernel, or no kernel at all.
    NOTHING,
    /// `kt init` runs and has opened the window.
    INIT,
    /// The agent waits for its order.
    READY,
    /// The order has been unpacked; from here on trouble belongs to the test.
    TAKEN,
    /// The last record is written; the guest powers off.
    DONE;

    /// {@return the state with this number in the header}
    ///
    /// @param number value read at [Layout#STATE_OFF]; numbers beyond the last state count as [#DONE]
    public static GuestState of(int number) {
        GuestState[] states = values();
        return states[number < 0 || number >= states.length ? states.length - 1 : number];
    }
}
