// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Everything that one invocation left behind.
///
/// @param stdout standard output
/// @param stderr standard error
/// @param files result files by path, in the order of their names; empty unless the payload declares some
public record Capture(Output stdout, Output stderr, Map<String, Output> files) {
    /// Copies the map.
    public Capture {
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        files = files.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /// {@return a capture of two streams and no file}
    ///
    /// @param stdout standard output
    /// @param stderr standard error
    public static Capture of(Output stdout, Output stderr) {
        return new Capture(stdout, stderr, Map.of());
    }

    /// {@return a capture of two streams as text}
    ///
    /// @param stdout standard output
    /// @param stderr standard error
    public static Capture of(String stdout, String stderr) {
        return of(Output.of(stdout), Output.of(stderr));
    }
}
