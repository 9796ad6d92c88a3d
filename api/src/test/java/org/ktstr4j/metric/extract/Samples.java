// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Recorded output of real tools, from `src/test/resources/payload-output`.
final class Samples {
    private Samples() {}

    /// {@return the text of one recorded file}
    static String text(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/payload-output/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("read sample: there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
