// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import tools.jackson.core.JsonGenerator;

/// The JSON form of metrics, both ways.
final class MetricJson {
    private MetricJson() {}

    static String write(PayloadMetrics metrics) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.generator(text)) {
            out.writeStartObject();
            out.writeNumberProperty("index", metrics.index());
            out.writeNumberProperty("exitCode", metrics.exitCode());
            if (metrics.signal().isPresent()) {
                out.writeNumberProperty("signal", metrics.signal().getAsInt());
            }
            out.writeName("metrics").writeStartArray();
            for (Metric metric : metrics.metrics()) {
                write(out, metric);
            }
            out.writeEndArray();
            out.writeName("notices").writeStartArray();
            for (String notice : metrics.notices()) {
                out.writeString(notice);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }

    /// What goes without saying is left out: a record of hundreds of metrics travels through a log of bounded
    /// size.
    private static void write(JsonGenerator out, Metric metric) {
        out.writeStartObject();
        out.writeStringProperty("name", metric.name());
        out.writeNumberProperty("value", metric.value());
        if (!(metric.polarity() instanceof Polarity.Unknown)) {
            out.writeName("polarity").writeRawValue(metric.polarity().toJson());
        }
        if (!metric.unit().isEmpty()) {
            out.writeStringProperty("unit", metric.unit());
        }
        out.writeStringProperty("source", metric.source());
        out.writeStringProperty("stream", metric.stream().label());
        if (!metric.raw().equals(Numbers.text(metric.value()))) {
            out.writeStringProperty("raw", metric.raw());
        }
        out.writeEndObject();
    }

    static PayloadMetrics read(String json) {
        Node root = Json.read("payload metrics", json);
        List<Metric> metrics = new ArrayList<>();
        for (Node node : root.get("metrics").elements()) {
            metrics.add(metric(node));
        }
        Node signal = root.get("signal");
        return new PayloadMetrics(
                (int) root.get("index").integer(),
                (int) root.get("exitCode").integer(),
                signal.present() ? OptionalInt.of((int) signal.integer()) : OptionalInt.empty(),
                metrics,
                root.get("notices").strings());
    }

    private static Metric metric(Node node) {
        double value = node.get("value").number();
        Node polarity = node.get("polarity");
        Node unit = node.get("unit");
        Node raw = node.get("raw");
        return new Metric(
                node.get("name").string(),
                value,
                polarity.present() ? polarity(polarity) : Polarity.unknown(),
                unit.present() ? unit.string() : "",
                node.get("source").string(),
                MetricStream.of(node.get("stream").string()),
                raw.present() ? raw.string() : Numbers.text(value));
    }

    static Polarity polarity(Node node) {
        if (!node.isString()) {
            return Polarity.targetValue(node.get("TargetValue").number());
        }
        return switch (node.string()) {
            case "HigherBetter" -> Polarity.higherBetter();
            case "LowerBetter" -> Polarity.lowerBetter();
            case "Unknown" -> Polarity.unknown();
            default -> throw node.expected("HigherBetter, LowerBetter, Unknown or a TargetValue");
        };
    }
}
