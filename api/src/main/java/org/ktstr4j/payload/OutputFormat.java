// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.Objects;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.JsonExtractor;
import org.ktstr4j.metric.format.KeyValueLines;

/// How the metrics of a payload are found in what it prints.
///
/// @param name short name, the source of its metrics: `json`
/// @param extractor finds the metrics; may be the author's own lambda. If it throws, there are no metrics and a
///     notice says why
public record OutputFormat(String name, Extractor extractor) {
    /// Nothing is read: only the exit code counts.
    public static final OutputFormat EXIT_CODE = new OutputFormat("exit-code", OutputFormat::nothing);

    /// JSON in mixed text, standard output first; see {@link JsonExtractor}.
    public static final OutputFormat JSON = new OutputFormat("json", new JsonExtractor());

    /// Lines `key: 12.5 ms`; see {@link KeyValueLines}.
    public static final OutputFormat KEY_VALUE = new OutputFormat("key-value", new KeyValueLines());

    /// Refuses null.
    public OutputFormat {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(extractor, "extractor");
    }

    private static Extraction nothing(Capture capture) {
        return Extraction.none();
    }

    @Override
    public String toString() {
        return name;
    }
}
