// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario;

import org.jspecify.annotations.Nullable;

/// Something that the kernel refused to do with a cgroup.
public final class CgroupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /// What was tried, and what the kernel said.
    ///
    /// @param path absolute path of the file or directory
    /// @param message doing what, to what: what was found; what to do
    /// @param cause what was caught, null if nothing
    public CgroupException(String path, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /// {@return absolute path of the file or directory}
    public String path() {
        return path;
    }
}
