// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.JsonText;
import org.ktstr4j.json.Node;

/// The JSON form of a check, both ways.
final class MetricCheckJson {
    private MetricCheckJson() {}

    static String write(MetricCheck check) {
        JsonText out = new JsonText().object();
        if (check instanceof MetricCheck.Min min) {
            bounds(out, "min", min.lo(), null);
        } else if (check instanceof MetricCheck.Max max) {
            bounds(out, "max", null, max.hi());
        } else if (check instanceof MetricCheck.Range range) {
            bounds(out, "range", range.lo(), range.hi());
        } else if (check instanceof MetricCheck.Exists) {
            out.name("kind").value("exists");
        } else if (check instanceof MetricCheck.PercentOf share) {
            out.name("kind").value(share.atLeast() ? "atLeastPercentOf" : "atMostPercentOf");
            out.name("percent").value(share.percent());
            out.name("other").value(share.other());
        } else if (check instanceof MetricCheck.ExitCodeEq exit) {
            out.name("kind").value("exitCodeEq");
            out.name("code").value(exit.code());
        }
        if (check instanceof MetricCheck.OfMetric ofMetric) {
            out.name("metric").value(ofMetric.metric());
            out.name("inconclusiveIfMissing").json(Boolean.toString(ofMetric.inconclusiveIfMissing()));
        }
        return out.endObject().toString();
    }

    private static void bounds(JsonText out, String kind, @Nullable Bound lo, @Nullable Bound hi) {
        out.name("kind").value(kind);
        if (lo != null) out.name("lo").value(lo.value()).name("unit").value(lo.unit());
        if (hi != null) out.name("hi").value(hi.value());
        if (hi != null && lo == null) out.name("unit").value(hi.unit());
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
