// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of QEMU, and the text it prints of itself.
///
/// @param full first line of `--version`, the distribution's revision included: part of a template's identity
public record QemuVersion(int major, int minor, int micro, String full) implements Comparable<QemuVersion> {
    private static final Pattern PRINTED = Pattern.compile("QEMU emulator version (\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

    /// {@return the version in what `--version` prints, empty if it is not QEMU's output}
    static Optional<QemuVersion> parse(String printed) {
        String first = printed.lines().findFirst().orElse("");
        Matcher m = PRINTED.matcher(first);
        if (!m.matches()) {
            return Optional.empty();
        }
        String micro = m.group(3);
        return Optional.of(new QemuVersion(
                Integer.parseInt(m.group(1)),
                Integer.parseInt(m.group(2)),
                micro == null ? 0 : Integer.parseInt(micro),
                first.strip()));
    }

    @Override
    public int compareTo(QemuVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(micro, other.micro);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + micro;
    }
}
