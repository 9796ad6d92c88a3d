// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.JsonText;
import org.ktstr4j.json.Node;

/// The JSON form of a verdict, both ways.
final class AssertResultJson {
    private AssertResultJson() {}

    static String write(AssertResult result) {
        JsonText out = new JsonText().object();
        out.name("outcome").value(result.outcome().label());
        out.name("details").array();
        for (Detail detail : result.details()) {
            out.object();
            out.name("kind").value(detail.kind().label());
            out.name("message").value(detail.message());
            out.endObject();
        }
        out.endArray();
        out.name("notes").values(result.notes());
        out.name("statistics").object();
        for (Map.Entry<String, Double> statistic : result.statistics().entrySet()) {
            out.name(statistic.getKey()).value(statistic.getValue().doubleValue());
        }
        return out.endObject().endObject().toString();
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
