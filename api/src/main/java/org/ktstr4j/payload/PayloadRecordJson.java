// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;
import tools.jackson.core.JsonGenerator;

/// The JSON form of a record, both ways.
final class PayloadRecordJson {
    private PayloadRecordJson() {}

    static String write(PayloadRecord record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.generator(text)) {
            out.writeStartObject();
            out.writeStringProperty("payload", record.payload());
            out.writeName("argv").writeStartArray();
            for (String arg : record.argv()) {
                out.writeString(arg);
            }
            out.writeEndArray();
            out.writeStringProperty("cgroup", record.cgroup());
            out.writeStringProperty("state", record.state().label());
            out.writeNumberProperty("startedAtNs", record.startedAtNs());
            out.writeNumberProperty("endedAtNs", record.endedAtNs());
            out.writeNumberProperty("timeoutNs", record.timeoutNs());
            Usage usage = record.usage();
            out.writeNumberProperty("userUs", usage.userUs());
            out.writeNumberProperty("systemUs", usage.systemUs());
            out.writeNumberProperty("maxRssKib", usage.maxRssKib());
            out.writeNumberProperty("voluntarySwitches", usage.voluntarySwitches());
            out.writeNumberProperty("involuntarySwitches", usage.involuntarySwitches());
            out.writeNumberProperty("survivors", record.survivors());
            out.writeNumberProperty("escapees", record.escapees());
            out.writeNumberProperty("stdoutWritten", record.stdout().written());
            out.writeNumberProperty("stdoutKept", record.stdout().kept());
            out.writeNumberProperty("stderrWritten", record.stderr().written());
            out.writeNumberProperty("stderrKept", record.stderr().kept());
            out.writeName("metrics").writeRawValue(record.metrics().toJson());
            out.writeName("checks").writeStartArray();
            for (CheckResult result : record.checks()) {
                out.writeStartObject();
                out.writeName("check").writeRawValue(result.check().toJson());
                out.writeStringProperty("outcome", result.outcome().label());
                out.writeStringProperty("message", result.message());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeName("verdict").writeRawValue(record.verdict().toJson());
            out.writeEndObject();
        }
        return text.toString();
    }

    static PayloadRecord read(String json) {
        Node root = Json.read("payload record", json);
        Node cgroup = root.get("cgroup");
        List<CheckResult> checks = new ArrayList<>();
        for (Node result : root.get("checks").elements()) {
            checks.add(new CheckResult(
                    MetricCheck.fromJson(result.get("check").json()),
                    Outcome.of(result.get("outcome").string()),
                    result.get("message").string()));
        }
        return new PayloadRecord(
                root.get("payload").string(),
                root.get("argv").strings(),
                cgroup.present() ? cgroup.string() : null,
                PayloadState.of(root.get("state").string()),
                root.get("startedAtNs").integer(),
                root.get("endedAtNs").integer(),
                root.get("timeoutNs").integer(),
                new Usage(
                        root.get("userUs").integer(),
                        root.get("systemUs").integer(),
                        root.get("maxRssKib").integer(),
                        root.get("voluntarySwitches").integer(),
                        root.get("involuntarySwitches").integer()),
                (int) root.get("survivors").integer(),
                (int) root.get("escapees").integer(),
                new StreamSize(
                        root.get("stdoutWritten").integer(),
                        root.get("stdoutKept").integer()),
                new StreamSize(
                        root.get("stderrWritten").integer(),
                        root.get("stderrKept").integer()),
                PayloadMetrics.fromJson(root.get("metrics").json()),
                checks,
                AssertResult.fromJson(root.get("verdict").json()));
    }
}
