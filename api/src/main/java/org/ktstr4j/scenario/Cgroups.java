// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario;

/// The cgroups that belong to a test: all below one parent that it has to itself, version 2 of the
/// interface.
public interface Cgroups {
    /// {@return absolute path of the parent's directory, without a slash at its end}
    String parentPath();

    /// {@return the cgroup of this name, made if it was not there}
    ///
    /// Each level of a nested name gets every controller that is available. The cgroup is gone at the end
    /// of the test.
    ///
    /// @param name name below the parent: `a`, `a/b`; leading slashes mean nothing
    /// @throws IllegalArgumentException if the name has a NUL character or a component `..`, or means the
    ///     parent itself
    /// @throws CgroupException if the kernel refuses
    Cgroup create(String name);
}
