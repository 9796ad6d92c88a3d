// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

/// Takes the record of each invocation. Safe for use by many threads; records come one at a time.
@FunctionalInterface
public interface Recorder {
    /// Keeps a record for good.
    ///
    /// @param record one invocation that has ended; comes before the body sees its result
    void record(PayloadRecord record);

    /// Tells the author of something that the body should have done; by default on standard error.
    ///
    /// @param message one line
    default void warn(String message) {
        System.err.println(message);
    }
}
