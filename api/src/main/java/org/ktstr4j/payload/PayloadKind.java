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

    /// A class of the test's class path, run on the guest's Java runtime as a process of its own.
    ///
    /// @param className binary name of a class with a `main` method
    record JavaMain(String className) implements PayloadKind {
        /// Refuses an empty name.
        ///
        /// @throws IllegalArgumentException if it is blank
        public JavaMain {
            if (Objects.requireNonNull(className, "className").isBlank()) {
                throw new IllegalArgumentException(
                        "build payload: the main class is \"" + className + "\"; give its binary name");
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
