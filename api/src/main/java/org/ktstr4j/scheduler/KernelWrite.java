// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value written to a file of the kernel: all that an enable or disable command can do, there being no shell in
/// the guest.
///
/// @param value what is written, without a newline
/// @param file absolute path
public record KernelWrite(String value, String file) {
    private static final Pattern ECHO = Pattern.compile("\\s*echo\\s+(.*?)\\s*>\\s*(\\S+)\\s*");

    /// Refuses a path that is not absolute.
    ///
    /// @throws IllegalArgumentException if the file's path is not absolute
    public KernelWrite {
        if (!file.startsWith("/")) {
            throw new IllegalArgumentException(
                    "build scheduler: writes to \"" + file + "\", which is not an absolute path; give one");
        }
    }

    /// {@return the write that this command stands for}
    ///
    /// @param command `echo VALUE > PATH`
    /// @throws IllegalArgumentException if it is anything else
    public static KernelWrite parse(String command) {
        Matcher echo = ECHO.matcher(command);
        if (!echo.matches()) {
            throw new IllegalArgumentException("build scheduler: command \"" + command
                    + "\" is not of the form \"echo VALUE > PATH\"; the guest has no shell, only such writes are done");
        }
        String value = echo.group(1);
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return new KernelWrite(quoted ? value.substring(1, value.length() - 1) : value, echo.group(2));
    }

    @Override
    public String toString() {
        return "echo " + value + " > " + file;
    }
}
