// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import org.jspecify.annotations.Nullable;

/// A scheduler that did not do what the body asked for.
public final class SchedulerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable SchedulerEnd end;

    /// What was asked for, and what was found.
    ///
    /// @param message doing what, to what: what was found; what to do
    /// @param end what became of the scheduler, null if nothing did
    public SchedulerException(String message, @Nullable SchedulerEnd end) {
        super(message);
        this.end = end;
    }

    /// {@return what became of the scheduler, null if nothing did}
    public @Nullable SchedulerEnd end() {
        return end;
    }
}
