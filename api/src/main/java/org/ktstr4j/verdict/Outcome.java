// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

/// The four things a test can come to, weakest first: when two are merged the later constant wins.
public enum Outcome {
    /// It was not tried, and that is fine.
    SKIPPED("skipped"),
    /// It was tried, and everything that was required held.
    PASSED("passed"),
    /// It was tried, but too little is known to say whether it held.
    INCONCLUSIVE("inconclusive"),
    /// It was tried, and something that was required did not hold.
    FAILED("failed");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /// {@return the lower-case word used in messages and in JSON: `passed`, `failed`, `inconclusive` or
    /// `skipped`}
    public String label() {
        return label;
    }

    /// {@return the outcome that stands when both hold: failed beats inconclusive beats passed beats skipped}
    ///
    /// @param other the outcome to merge with
    public Outcome merge(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /// {@return the outcome with this label}
    ///
    /// @param label one of the four words
    /// @throws IllegalArgumentException if it is none of them
    public static Outcome of(String label) {
        for (Outcome outcome : values()) {
            if (outcome.label.equals(label)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException(
                "read outcome: \"" + label + "\" is none of passed, failed, inconclusive, skipped");
    }
}
