// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

import org.jspecify.annotations.Nullable;

/// What a frame's payload is. The numbers are part of the format (docs/records.md).
public enum FrameType {
    /// `kt init` runs: JSON with the kernel's release and kt's version.
    HELLO(1),
    /// The agent waits for its order; no payload.
    READY(2),
    /// The topology that the guest's sysfs shows: JSON.
    TOPOLOGY(3),
    /// The order is unpacked; no payload.
    TAKEN(4),
    /// The body starts: JSON with class and method.
    BODY(5),
    /// Bytes that the agent's process wrote to its standard output.
    STDOUT(6),
    /// Bytes that the agent's process wrote to its standard error.
    STDERR(7),
    /// One finished payload invocation: JSON.
    PAYLOAD(8),
    /// What the body came to: JSON.
    RESULT(9),
    /// How the agent's process ended: JSON with `code` or `signal`.
    AGENT_EXIT(10),
    /// The time allowed is over: JSON with `deadlineNs`.
    TIMEOUT(11),
    /// The last record of a run: JSON with `reason`.
    END(12),
    /// A remark: text.
    NOTE(13),
    /// `kt init` could not do its part: text.
    ERROR(14),
    /// The seed has drawn the kernel's slice: JSON.
    SLICE(15),
    /// A scenario begins: JSON.
    SCENARIO(20),
    /// Something in a scenario was done, or begins: JSON.
    MARK(21),
    /// What a group of workers counted over its life: JSON.
    WORKERS(22),
    /// A scheduler's program was started: JSON.
    SCHED_START(24),
    /// A scheduler has attached: JSON.
    SCHED_ATTACHED(25),
    /// Bytes that a scheduler's program printed.
    SCHED_TEXT(26),
    /// What became of a scheduler: JSON.
    SCHED_END(27);

    private final int number;

    FrameType(int number) {
        this.number = number;
    }

    /// {@return the number on the wire, 1 and up}
    public int number() {
        return number;
    }

    /// {@return the type with this number, null if this version does not know it}
    ///
    /// @param number value on the wire
    public static @Nullable FrameType of(int number) {
        for (FrameType type : values()) if (type.number == number) return type;
        return null;
    }
}
