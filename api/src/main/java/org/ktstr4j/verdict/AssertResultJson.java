// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import tools.jackson.core.JsonGenerator;

/// The JSON form of a verdict, both ways.
final class AssertResultJson {
    private AssertResultJson() {}

    static String write(AssertResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.generator(text)) {
            out.writeStartObject();
            out.writeStringProperty("outcome", result.outcome().label());
            out.writeName("details").writeStartArray();
            for (Detail detail : result.details()) {
                out.writeStartObject();
                out.writeStringProperty("kind", detail.kind().label());
                out.writeStringProperty("message", detail.message());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeName("notes").writeStartArray();
            for (String note : result.notes()) {
                out.writeString(note);
            }
            out.writeEndArray();
            out.writeName("statistics").writeStartObject();
            for (Map.Entry<String, Double> statistic : result.statistics().entrySet()) {
                out.writeNumberProperty(statistic.getKey(), statistic.getValue().doubleValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        return text.toString();
    }

    static AssertResult read(String json) {
        Node root = Json.read("verdict", json);
        List<Detail> details = new ArrayList<>();
        for (Node detail : root.get("details").elements()) {
            details.add(new Detail(
                    DetailKind.of(detail.get("kind").string()),
                    detail.get("message").string()));
        }
        Map<String, Double> statistics = new LinkedHashMap<>();
        for (Map.Entry<String, Node> statistic : root.get("statistics").fields().entrySet()) {
            statistics.put(statistic.getKey(), statistic.getValue().number());
        }
        return new AssertResult(
                Outcome.of(root.get("outcome").string()),
                details,
                root.get("notes").strings(),
                statistics);
    }
}
