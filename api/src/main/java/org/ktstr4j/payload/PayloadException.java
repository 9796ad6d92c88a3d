// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.extract.Capture;

/// An invocation that could not be carried out; not one that failed its checks. Nothing of it runs any more when
/// this is thrown.
public final class PayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What went wrong.
    public enum Kind {
        /// The payload is a scheduler: the framework starts those.
        NOT_BINARY,
        /// The name of the cgroup is not allowed.
        CGROUP_NAME,
        /// The program did not run: it is missing, may not be executed, or could not be placed in its cgroup.
        SPAWN,
        /// It ran, but how it ended or what it printed could not be learned.
        WAIT,
        /// It was killed after its time limit, and what it had printed could not be read to the end.
        DRAIN,
        /// The handle had already given its result to somebody.
        CONSUMED
    }

    private final Kind kind;
    private final String payload;

    private final transient @Nullable Capture partial;

    PayloadException(Kind kind, String payload, String message, @Nullable Throwable cause, @Nullable Capture partial) {
        super("payload " + payload + ": " + message, cause);
        this.kind = kind;
        this.payload = payload;
        this.partial = partial;
    }

    PayloadException(Kind kind, String payload, String message) {
        this(kind, payload, message, null, null);
    }

    /// {@return what went wrong}
    public Kind kind() {
        return kind;
    }

    /// {@return the name of the payload}
    public String payload() {
        return payload;
    }

    /// {@return what the program had printed until then; empty if it never ran}
    public Optional<Capture> partial() {
        return Optional.ofNullable(partial);
    }
}
