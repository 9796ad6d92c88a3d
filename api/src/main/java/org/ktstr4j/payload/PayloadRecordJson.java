// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.JsonText;
import org.ktstr4j.json.Node;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;

/// The JSON form of a record, both ways.
final class PayloadRecordJson {
    private PayloadRecordJson() {}

    static String write(PayloadRecord record) {
        JsonText out = new JsonText().object();
        out.name("payload").value(record.payload());
        out.name("argv").values(record.argv());
        out.name("cgroup");
        if (record.cgroup() == null) out.json("null");
        else out.value(record.cgroup());
        out.name("state").value(record.state().label());
        out.name("startedAtNs").value(record.startedAtNs());
        out.name("endedAtNs").value(record.endedAtNs());
        out.name("timeoutNs").value(record.timeoutNs());
        Usage usage = record.usage();
        out.name("userUs").value(usage.userUs());
        out.name("systemUs").value(usage.systemUs());
        out.name("maxRssKib").value(usage.maxRssKib());
        out.name("voluntarySwitches").value(usage.voluntarySwitches());
        out.name("involuntarySwitches").value(usage.involuntarySwitches());
        out.name("survivors").value(record.survivors());
        out.name("escapees").value(record.escapees());
        out.name("stdoutWritten").value(record.stdout().written());
        out.name("stdoutKept").value(record.stdout().kept());
        out.name("stderrWritten").value(record.stderr().written());
        out.name("stderrKept").value(record.stderr().kept());
        out.name("metrics").json(record.metrics().toJson());
        out.name("checks").array();
        for (CheckResult result : record.checks()) {
            out.object();
            out.name("check").json(result.check().toJson());
            out.name("outcome").value(result.outcome().label());
            out.name("message").value(result.message());
            out.endObject();
        }
        out.endArray();
        out.name("verdict").json(record.verdict().toJson());
        return out.endObject().toString();
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
