// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The sources of fixtures, where a test needs the number of a line.
public final class Source {
    private static final Path ROOT = Path.of("src", "test", "java");

    private Source() {}

    /// {@return the number of the first line with this text}
    public static int line(Class<?> type, String text) {
        try {
            List<String> lines = Files.readAllLines(ROOT.resolve(type.getName().replace('.', '/') + ".java"));
            for (int n = 0; n < lines.size(); n++) {
                if (lines.get(n).contains(text)) return n + 1;
            }
            throw new IllegalArgumentException(type + " has no line with \"" + text + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
