// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.io.StringWriter;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import tools.jackson.core.JsonGenerator;

/// The JSON form of a check, both ways.
final class MetricCheckJson {
    private MetricCheckJson() {}

    static String write(MetricCheck check) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.generator(text)) {
            out.writeStartObject();
            if (check instanceof MetricCheck.Min min) {
                bounds(out, "min", min.lo(), null);
            } else if (check instanceof MetricCheck.Max max) {
                bounds(out, "max", null, max.hi());
            } else if (check instanceof MetricCheck.Range range) {
                bounds(out, "range", range.lo(), range.hi());
            } else if (check instanceof MetricCheck.Exists) {
                out.writeStringProperty("kind", "exists");
            } else if (check instanceof MetricCheck.PercentOf share) {
                out.writeStringProperty("kind", share.atLeast() ? "atLeastPercentOf" : "atMostPercentOf");
                out.writeNumberProperty("percent", share.percent());
                out.writeStringProperty("other", share.other());
            } else if (check instanceof MetricCheck.ExitCodeEq exit) {
                out.writeStringProperty("kind", "exitCodeEq");
                out.writeNumberProperty("code", exit.code());
            }
            if (check instanceof MetricCheck.OfMetric ofMetric) {
                out.writeStringProperty("metric", ofMetric.metric());
                out.writeBooleanProperty("inconclusiveIfMissing", ofMetric.inconclusiveIfMissing());
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void bounds(
            JsonGenerator out,
            String kind,
            @org.jspecify.annotations.Nullable Bound lo,
            @org.jspecify.annotations.Nullable Bound hi) {
        out.writeStringProperty("kind", kind);
        if (lo != null) {
            out.writeNumberProperty("lo", lo.value());
            out.writeStringProperty("unit", lo.unit());
        }
        if (hi != null) {
            out.writeNumberProperty("hi", hi.value());
            if (lo == null) {
                out.writeStringProperty("unit", hi.unit());
            }
        }
    }

    static MetricCheck read(String json) {
        Node node = Json.read("check", json);
        String kind = node.get("kind").string();
        if (kind.equals("exitCodeEq")) {
            return MetricCheck.exitCodeEq((int) node.get("code").integer());
        }
        String metric = node.get("metric").string();
        MetricCheck.OfMetric check = switch (kind) {
            case "min" ->
                MetricCheck.min(
                        metric, node.get("lo").number(), node.get("unit").string());
            case "max" ->
                MetricCheck.max(
                        metric, node.get("hi").number(), node.get("unit").string());
            case "range" ->
                MetricCheck.range(
                        metric,
                        node.get("lo").number(),
                        node.get("hi").number(),
                        node.get("unit").string());
            case "exists" -> MetricCheck.exists(metric);
            case "atLeastPercentOf" ->
                MetricCheck.atLeastPercentOf(
                        metric, node.get("percent").number(), node.get("other").string());
            case "atMostPercentOf" ->
                MetricCheck.atMostPercentOf(
                        metric, node.get("percent").number(), node.get("other").string());
            default ->
                throw node.get("kind")
                        .expected("one of min, max, range, exists, exitCodeEq, atLeastPercentOf, atMostPercentOf");
        };
        return node.get("inconclusiveIfMissing").flag() ? check.orInconclusive() : check;
    }
}
