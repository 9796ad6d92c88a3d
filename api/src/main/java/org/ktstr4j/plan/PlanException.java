// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.plan;

/// A declaration or a prerequisite that does not hold: found, and said, before anything boots.
public final class PlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// {@return an exception with this message}
    ///
    /// @param message doing what, to what: what was found; what to do
    public static PlanException of(String message) {
        return new PlanException(message, null);
    }

    /// An exception with the failure it came from.
    ///
    /// @param message doing what, to what: what was found; what to do
    /// @param cause what was caught, null if nothing
    public PlanException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }
}
