// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload.launch;

/// A program that could not be started.
public final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String stage;
    private final int errno;

    /// What the launcher said.
    ///
    /// @param stage what it was doing: `request`, `cgroup`, `pipe`, `clone`, `cwd`, `stdin`, `exec`
    /// @param errno the number of the kernel's error; 0 if it was not the kernel that refused
    /// @param text the error in words: `No such file or directory`
    public LaunchException(String stage, int errno, String text) {
        super(text);
        this.stage = stage;
        this.errno = errno;
    }

    /// {@return what the launcher was doing: `cgroup`, `exec` and so on}
    public String stage() {
        return stage;
    }

    /// {@return the number of the kernel's error; 0 if it was not the kernel that refused}
    public int errno() {
        return errno;
    }
}
