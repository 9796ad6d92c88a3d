// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Recorded files, see the README beside them.
final class Recorded {
    private Recorded() {}

    static final String NEW_CONFIG = "config-7.3.4-cloud.txt";
    static final String OLD_CONFIG = "config-6.12.107-cloud.txt";

    static String text(String name) {
        try (var in = Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KernelConfig config(String name) {
        return KernelConfig.parse(name, text(name));
    }
}
