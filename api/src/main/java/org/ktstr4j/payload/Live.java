// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

/// A program that was started and has no record yet.
interface Live {
    /// Kills it and records it as abandoned; returns when that is done. Does nothing if somebody else ends it.
    ///
    /// @param why for the record: what the body failed to do
    void abandon(String why);
}
