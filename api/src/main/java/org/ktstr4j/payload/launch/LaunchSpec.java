// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload.launch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process to start, everything resolved.
///
/// @param argv program and arguments, at least one element; a program without a slash is looked up in PATH; no
///     NUL character anywhere
/// @param cgroup absolute path of the cgroup's directory; null: the cgroup that the launcher uses when none is
///     asked for
/// @param env variables to add to the environment that the launcher gives, or to replace in it; may be empty
/// @param workingDirectory absolute path, null to leave it to the launcher
/// @param stdin path of the file that becomes standard input, null for `/dev/null`
/// @param ownGroup whether the process leads a process group of its own; without one a group kill is not possible
public record LaunchSpec(
        List<String> argv,
        @Nullable String cgroup,
        Map<String, String> env,
        @Nullable String workingDirectory,
        @Nullable String stdin,
        boolean ownGroup) {
    /// Copies the collections.
    ///
    /// @throws IllegalArgumentException if there is no program
    public LaunchSpec {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("build launch: argv is empty; its first element is the program");
        }
        env = env.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }

    /// {@return the same with one variable more}
    ///
    /// @param name of the variable; one that is there already stays as it is
    /// @param value of the variable
    public LaunchSpec withDefault(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(env);
        more.putIfAbsent(name, value);
        return new LaunchSpec(argv, cgroup, more, workingDirectory, stdin, ownGroup);
    }
}
