// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

/// How an invocation came to its end.
public enum PayloadState {
    /// The program ended by itself, by a signal from elsewhere too.
    FINISHED("finished"),
    /// The body killed it.
    KILLED("killed"),
    /// The time limit of the invocation passed and it was killed.
    TIMED_OUT("timed-out"),
    /// Nobody took its result: its handle was closed or lost, or waiting for it failed.
    ABANDONED("abandoned");

    private final String label;

    PayloadState(String label) {
        this.label = label;
    }

    /// {@return the word used in reports and in JSON: `finished`, `killed`, `timed-out`, `abandoned`}
    public String label() {
        return label;
    }

    static PayloadState of(String label) {
        for (PayloadState state : values()) {
            if (state.label.equals(label)) {
                return state;
            }
        }
        throw new IllegalArgumentException(
                "read payload record: state \"" + label + "\" is none of finished, killed, timed-out, abandoned");
    }
}
