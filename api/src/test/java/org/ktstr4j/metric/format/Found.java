// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.Output;

/// What a format found, by name.
final class Found {
    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private final List<String> notices;

    private Found(Extraction extraction) {
        for (Metric metric : extraction.metrics()) {
            metrics.putIfAbsent(metric.name(), metric);
        }
        notices = extraction.notices();
    }

    static Found in(Extractor extractor, String stdout, String stderr) {
        return new Found(extractor.extract(Capture.of(stdout, stderr)));
    }

    static Found inFiles(Extractor extractor, String... samples) {
        Map<String, Output> files = new LinkedHashMap<>();
        for (String sample : samples) {
            files.put("/tmp/run/" + sample, Output.of(sample(sample)));
        }
        return new Found(extractor.extract(new Capture(Output.empty(), Output.empty(), files)));
    }

    static String sample(String name) {
        try (InputStream in = Found.class.getResourceAsStream("/payload-output/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names() {
        return List.copyOf(metrics.keySet());
    }

    /// {@return value, unit and polarity of a metric: `2.5 us LowerBetter`}
    String get(String name) {
        Metric metric = metrics.get(name);
        return metric == null ? "none" : metric.display() + " " + metric.polarity();
    }

    Metric metric(String name) {
        return Objects.requireNonNull(metrics.get(name), name);
    }

    List<String> notices() {
        return notices;
    }
}
