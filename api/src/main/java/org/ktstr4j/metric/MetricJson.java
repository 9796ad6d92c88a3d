// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.JsonText;
import org.ktstr4j.json.Node;

/// The JSON form of metrics, both ways.
final class MetricJson {
    private MetricJson() {}

    static String write(PayloadMetrics metrics) {
        JsonText out = new JsonText().object();
        out.name("index").value(metrics.index());
        out.name("exitCode").value(metrics.exitCode());
        if (metrics.signal().isPresent())
            out.name("signal").value(metrics.signal().getAsInt());
        out.name("metrics").array();
        for (Metric metric : metrics.metrics()) write(out, metric);
        out.endArray();
        out.name("notices").values(metrics.notices());
        return out.endObject().toString();
    }

    private static void write(JsonText out, Metric metric) {
        out.object();
        out.name("name").value(metric.name());
        out.name("value").value(metric.value());
        if (!(metric.polarity() instanceof Polarity.Unknown)) {
            out.name("polarity").json(metric.polarity().toJson());
        }
        if (!metric.unit().isEmpty()) out.name("unit").value(metric.unit());
        out.name("source").value(metric.source());
        out.name("stream").value(metric.stream().label());
        if (!metric.raw().equals(Numbers.text(metric.value()))) out.name("raw").value(metric.raw());
        out.endObject();
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
