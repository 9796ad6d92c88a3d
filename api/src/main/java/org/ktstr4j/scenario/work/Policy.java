// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.time.Duration;
import java.util.Optional;

/// The scheduling policy of a worker, as `sched_setattr(2)` takes it. A worker that is refused its policy
/// fails its group.
public sealed interface Policy {
    /// As it comes: no call is made.
    record Inherit() implements Policy {}

    /// `SCHED_NORMAL`, asked for by name.
    record Normal() implements Policy {}

    /// `SCHED_BATCH`.
    record Batch() implements Policy {}

    /// `SCHED_IDLE`.
    record Idle() implements Policy {}

    /// `SCHED_EXT`: under a sched_ext scheduler that takes only such tasks.
    record Ext() implements Policy {}

    /// `SCHED_FIFO`.
    ///
    /// @param priority 1 to 99, the highest last
    record Fifo(int priority) implements Policy {}

    /// `SCHED_RR`.
    ///
    /// @param priority 1 to 99, the highest last
    record RoundRobin(int priority) implements Policy {}

    /// `SCHED_DEADLINE`.
    ///
    /// @param runtime CPU time in each period
    /// @param deadline from the period's begin, by when it is to have had it
    /// @param period how often
    record Deadline(Duration runtime, Duration deadline, Duration period) implements Policy {}

    /// {@return the name of the policy for `kt work`; empty to leave it as it is}
    default Optional<String> word() {
        return switch (this) {
            case Inherit ignored -> Optional.empty();
            case Normal ignored -> Optional.of("normal");
            case Batch ignored -> Optional.of("batch");
            case Idle ignored -> Optional.of("idle");
            case Ext ignored -> Optional.of("ext");
            case Fifo ignored -> Optional.of("fifo");
            case RoundRobin ignored -> Optional.of("rr");
            case Deadline ignored -> Optional.of("deadline");
        };
    }

    /// {@return what is wrong with it, as a sentence that ends in what to do; empty if nothing is}
    default Optional<String> problem() {
        return switch (this) {
            case Fifo(int priority) -> priority(priority);
            case RoundRobin(int priority) -> priority(priority);
            case Deadline d
            when d.runtime().isNegative()
                    || d.runtime().isZero()
                    || d.runtime().compareTo(d.deadline()) > 0
                    || d.deadline().compareTo(d.period()) > 0 ->
                Optional.of(
                        "policy deadline with runtime %d ns, deadline %d ns, period %d ns: use 0 < runtime ≤ deadline ≤ period"
                                .formatted(
                                        d.runtime().toNanos(),
                                        d.deadline().toNanos(),
                                        d.period().toNanos()));
            default -> Optional.empty();
        };
    }

    private static Optional<String> priority(int priority) {
        return priority >= 1 && priority <= 99
                ? Optional.empty()
                : Optional.of("real-time priority " + priority + ": use 1 to 99");
    }
}
