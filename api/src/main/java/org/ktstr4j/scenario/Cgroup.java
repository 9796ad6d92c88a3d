// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario;

/// One cgroup of a test.
public interface Cgroup {
    /// {@return the name below the parent, as {@link org.ktstr4j.payload.PayloadRun#inCgroup} takes it}
    String name();

    /// {@return absolute path of the directory}
    String path();

    /// Sets the CPUs that its tasks may use: writes `cpuset.cpus`.
    ///
    /// @param cpus a list as the kernel reads it: `0-3,6`
    /// @return this cgroup
    /// @throws CgroupException if the kernel refuses: a CPU that is not there, or not allowed by the parent
    Cgroup cpuset(String cpus);

    /// Writes one of its files.
    ///
    /// @param file name without a slash: `cpu.weight`
    /// @param value what to write
    /// @return this cgroup
    /// @throws IllegalArgumentException if the file's name has a slash
    /// @throws CgroupException if the kernel refuses, or there is no such file
    Cgroup write(String file, String value);

    /// {@return what one of its files says, without the newline at its end}
    ///
    /// @param file name without a slash: `cpu.stat`
    /// @throws IllegalArgumentException if the file's name has a slash
    /// @throws CgroupException if the kernel refuses, or there is no such file
    String read(String file);

    /// Kills what runs in it and in the cgroups below it, waits until it is empty, and removes it. A
    /// second call does nothing.
    ///
    /// @throws CgroupException if it cannot be removed
    void remove();
}
