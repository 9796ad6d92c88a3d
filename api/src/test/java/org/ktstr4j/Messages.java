// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/// What a refusal says.
public final class Messages {
    private Messages() {}

    /// {@return the message of the exception that the action must throw}
    ///
    /// @param type the class of the exception
    /// @param action what must be refused
    public static String of(Class<? extends Throwable> type, Executable action) {
        return Objects.requireNonNull(assertThrows(type, action).getMessage());
    }

    /// {@return the message of the IllegalArgumentException that the action must throw}
    ///
    /// @param action what must be refused
    public static String refused(Executable action) {
        return of(IllegalArgumentException.class, action);
    }
}
