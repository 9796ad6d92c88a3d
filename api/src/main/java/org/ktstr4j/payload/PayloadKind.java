// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.Objects;

/// What a payload runs.
public sealed interface PayloadKind {
    /// A program in the guest.
    ///
    /// @param exe name, looked up in the guest's PATH, or path
    record Binary(String exe) implements PayloadKind {
        /// Refuses an empty name.
        ///
        /// @throws IllegalArgumentException if it is blank
        public Binary {
            if (Objects.requireNonNull(exe, "exe").isBlank()) {
                throw new IllegalArgumentException(
                        "build payload: the program is \"" + exe + "\"; give a name or a path");
            }
        }
    }

    /// A scheduler: started by the framework before the body, never by a body.
    ///
    /// @param scheduler its name
    record Scheduler(String scheduler) implements PayloadKind {
        /// Refuses null.
        public Scheduler {
            Objects.requireNonNull(scheduler, "scheduler");
        }
    }
}
