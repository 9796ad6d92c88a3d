// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

/// Takes what happens in a scenario, as payloads of records.
public interface SceneLog {
    /// A scenario begins.
    ///
    /// @param json the scenario, what it will take, its limits
    void scenario(byte[] json);

    /// Something was done, or begins.
    ///
    /// @param json step, what it is, and the iterations of all workers so far
    void mark(byte[] json);

    /// A group of workers has ended.
    ///
    /// @param json its report
    void workers(byte[] json);
}
