// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.verdict.AssertResult;

/// All that is kept of one invocation. There is one for every program that ran, whatever became of it.
///
/// @param payload name of the payload
/// @param argv program and arguments
/// @param cgroup absolute path of the cgroup it was placed in; null if none was asked for
/// @param state how it came to its end
/// @param startedAtNs when its program began to run: CLOCK_MONOTONIC of the guest, ns
/// @param endedAtNs when it ended, same clock
/// @param timeoutNs time limit of the invocation, ns; 0 if there was none
/// @param usage what it used; all zero if that could not be learned
/// @param survivors processes of its group that outlived it and were killed
/// @param escapees processes that had left its group and were killed
/// @param stdout size of standard output
/// @param stderr size of standard error
/// @param metrics metrics, exit code, signal, and notices of what was lost
/// @param checks what became of each check, in order; empty if the invocation was abandoned
/// @param verdict what the checks came to; {@link AssertResult#none} if the invocation was abandoned
public record PayloadRecord(
        String payload,
        List<String> argv,
        @Nullable String cgroup,
        PayloadState state,
        long startedAtNs,
        long endedAtNs,
        long timeoutNs,
        Usage usage,
        int survivors,
        int escapees,
        StreamSize stdout,
        StreamSize stderr,
        PayloadMetrics metrics,
        List<CheckResult> checks,
        AssertResult verdict) {
    /// Copies the lists.
    public PayloadRecord {
        Objects.requireNonNull(payload, "payload");
        argv = List.copyOf(argv);
        checks = List.copyOf(checks);
    }

    /// {@return this record as one line of JSON}
    public String toJson() {
        return PayloadRecordJson.write(this);
    }

    /// {@return the record that {@link #toJson} wrote; members that this version does not know are ignored}
    ///
    /// @param json one JSON object
    /// @throws IllegalArgumentException if it is not such an object; says what is wrong and where
    public static PayloadRecord fromJson(String json) {
        return PayloadRecordJson.read(json);
    }
}
