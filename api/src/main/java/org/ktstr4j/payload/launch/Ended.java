// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload.launch;

/// How a process ended, and what it used.
///
/// @param exitCode the program's own exit code, 0 to 255; -1 if it died by a signal
/// @param signal the signal it died by, 1 to 64; 0 if it ended by itself
/// @param atNs when: CLOCK_MONOTONIC of the guest, in ns
/// @param usage what it and its waited-for children used
/// @param survivors processes of its group that were killed after it had ended
/// @param escapees processes that had left its group, were found through its cgroup, and were killed
public record Ended(int exitCode, int signal, long atNs, Usage usage, int survivors, int escapees) {
    /// Refuses what the kernel cannot say.
    ///
    /// @throws IllegalArgumentException if code and signal do not belong together
    public Ended {
        boolean exited = signal == 0 && exitCode >= 0 && exitCode <= 255;
        boolean signalled = signal > 0 && exitCode == -1;
        if (!exited && !signalled) {
            throw new IllegalArgumentException("build end of a process: exit code " + exitCode + " with signal "
                    + signal + "; a signal goes with exit code -1, no signal with 0 to 255");
        }
    }

    /// {@return the end of a program that exited}
    ///
    /// @param exitCode 0 to 255
    /// @param atNs when, in ns
    /// @param usage what it used
    public static Ended exited(int exitCode, long atNs, Usage usage) {
        return new Ended(exitCode, 0, atNs, usage, 0, 0);
    }

    /// {@return the end of a program that died by a signal}
    ///
    /// @param signal 1 to 64
    /// @param atNs when, in ns
    /// @param usage what it used
    public static Ended signalled(int signal, long atNs, Usage usage) {
        return new Ended(-1, signal, atNs, usage, 0, 0);
    }

    /// {@return a copy that says how many processes outlived the leader}
    ///
    /// @param inGroup processes of its group, killed
    /// @param outside processes outside of its group, killed
    public Ended withLeftovers(int inGroup, int outside) {
        return new Ended(exitCode, signal, atNs, usage, inGroup, outside);
    }
}
