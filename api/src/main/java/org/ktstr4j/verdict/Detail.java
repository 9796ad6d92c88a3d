// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

import java.util.Objects;

/// One finding: what it is about, and a sentence for people.
///
/// @param kind what it is about
/// @param message the whole finding, values and units included; may have several lines
public record Detail(DetailKind kind, String message) {
    /// Refuses null.
    public Detail {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return kind.label() + ": " + message;
    }
}
