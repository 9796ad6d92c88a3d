// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/// The author's line on which a part of a scenario was written, so that what is wrong with it can be
/// found. It does not count when scenarios are compared.
///
/// @param line `File.java:17`; empty if it is not known
public record Where(String line) {
    /// Not known.
    public static final Where UNKNOWN = new Where("");

    private static final String OURS = "org.ktstr4j.scenario.";

    /// {@return the line of the first caller outside of this library's own packages for scenarios}
    static Where here() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(each -> !each.getClassName().startsWith(OURS))
                        .findFirst()
                        .map(Where::of)
                        .orElse(UNKNOWN));
    }

    private static Where of(StackFrame frame) {
        return new Where(frame.getFileName() + ":" + frame.getLineNumber());
    }

    /// {@return ` (File.java:17)`, or nothing}
    String suffix() {
        return line.isEmpty() ? "" : " (" + line + ")";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Where;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
