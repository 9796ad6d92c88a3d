// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.Objects;
import java.util.function.IntFunction;
import org.ktstr4j.payload.launch.Launcher;

/// What payloads need of the guest: one for all invocations of a test, made by the agent. Safe for use by many
/// threads.
public final class PayloadDoors {
    private final Launcher launcher;
    private final Recorder recorder;
    private final String cgroupParent;
    private int nextIndex;

    /// The doors of a guest.
    ///
    /// @param launcher starts processes
    /// @param recorder takes the record of each invocation
    /// @param cgroupParent absolute path of the cgroup below which a test has its own
    public PayloadDoors(Launcher launcher, Recorder recorder, String cgroupParent) {
        this.launcher = Objects.requireNonNull(launcher, "launcher");
        this.recorder = Objects.requireNonNull(recorder, "recorder");
        this.cgroupParent = Objects.requireNonNull(cgroupParent, "cgroupParent");
    }

    /// {@return a run of this payload with its defaults, to be configured and started}
    ///
    /// @param payload what to run
    public PayloadRun payload(Payload payload) {
        return PayloadRun.of(payload, this);
    }

    Launcher launcher() {
        return launcher;
    }

    String cgroupParent() {
        return cgroupParent;
    }

    /// Gives the invocation its number and keeps its record, one at a time, so that numbers and records have the
    /// same order.
    synchronized PayloadRecord record(IntFunction<PayloadRecord> numbered) {
        PayloadRecord record = numbered.apply(nextIndex);
        nextIndex++;
        recorder.record(record);
        return record;
    }
}
