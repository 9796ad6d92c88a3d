// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload.launch;

/// Starts processes. Safe for use by many threads.
@FunctionalInterface
public interface Launcher {
    /// {@return the process, which runs its program now: it is in its cgroup and its process group, and exec has
    /// succeeded}
    ///
    /// @param spec what to start
    /// @throws LaunchException if the program did not run, not even for a moment; says at which stage and why
    /// @throws InterruptedException if the thread was interrupted; nothing is left running then
    Launched launch(LaunchSpec spec) throws LaunchException, InterruptedException;
}
