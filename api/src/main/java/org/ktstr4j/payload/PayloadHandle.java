// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.lang.ref.Reference;
import java.util.Optional;
import java.util.OptionalLong;

/// A program that runs in the background: what {@link PayloadRun#spawn} returns.
///
/// It gives exactly one result, to whoever asks first: of {@link #waitFor}, {@link #tryWait}, {@link #kill} and
/// {@link #close} one wins, from whatever thread, and all the others are told that the handle was consumed.
/// Handles know nothing of each other and may be ended in any order. A handle that nobody ends is ended by {@link
/// #close}, when it is lost, or at the end of the test: the program is killed, a warning says so, and what it had
/// printed is recorded as abandoned.
public final class PayloadHandle implements AutoCloseable {
    private final Background background;

    private PayloadHandle(Background background) {
        this.background = background;
    }

    static PayloadHandle of(PayloadDoors doors, Background background) {
        PayloadHandle handle = new PayloadHandle(background);
        doors.whenLost(handle, () -> background.close("its handle was lost unfinished"));
        return handle;
    }

    /// {@return the name of the payload}
    public String name() {
        return background.name();
    }

    /// {@return the process id in the guest; empty once the handle is consumed}
    public OptionalLong pid() {
        return background.pid();
    }

    /// {@return the result, when the program has ended by itself}
    ///
    /// Waits for ever. If another thread ends the handle meanwhile, that thread has the result. An interrupt
    /// kills the program, and the thread stays interrupted.
    ///
    /// @throws PayloadException if the handle was consumed, waiting failed, or the output could not be read
    public PayloadResult waitFor() {
        try {
            return background.waitFor();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// {@return the result if the program has ended; empty, and nothing changes, if it still runs}
    ///
    /// @throws PayloadException if the handle was consumed, waiting failed, or the output could not be read
    public Optional<PayloadResult> tryWait() {
        try {
            return background.tryWait();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// {@return the result of the program killed now, with its process group: exit code -1, and what it had
    /// printed}
    ///
    /// One that had already ended keeps its own exit code.
    ///
    /// @throws PayloadException if the handle was consumed, waiting failed, or the output could not be read
    public PayloadResult kill() {
        try {
            return background.kill();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// Ends an unconsumed handle: kills the program, warns, and records what it had printed as abandoned. Does
    /// nothing if the handle was consumed, and nothing the second time.
    @Override
    public void close() {
        background.close("its handle was closed unfinished");
    }

    /// {@return name of the payload and process id}
    @Override
    public String toString() {
        OptionalLong pid = pid();
        return "PayloadHandle[" + name() + ", " + (pid.isPresent() ? "pid " + pid.getAsLong() : "consumed") + "]";
    }
}
