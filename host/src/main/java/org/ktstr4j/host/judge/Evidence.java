// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import org.jspecify.annotations.Nullable;
import org.ktstr4j.record.History;

/// What the host knows of a run beside its records.
///
/// @param history the records
/// @param ending how the VM came to its end
/// @param droppedRecords records that the log had no room for
/// @param droppedBytes bytes in them
public record Evidence(History history, Ending ending, long droppedRecords, long droppedBytes) {
    /// How a VM came to its end.
    ///
    /// @param kind the class of the end
    /// @param what one sentence of evidence: console line, exit status, time. Of a hang and an interruption it adds
    ///     to the kind, of everything else it says it all; empty if there is nothing to add
    /// @param detail more evidence, several lines; null if there is none
    public record Ending(Kind kind, String what, @Nullable String detail) {}

    /// Classes of ends.
    public enum Kind {
        /// The guest said that it was done.
        DONE,
        /// The kernel panicked.
        PANIC,
        /// The machine reset itself and the console shows no panic.
        RESET,
        /// The guest powered off before it was done.
        POWER_OFF,
        /// QEMU ended by itself.
        QEMU_DIED,
        /// Nothing happened for longer than the host waits.
        HANG,
        /// Somebody stopped the run.
        INTERRUPTED
    }
}
