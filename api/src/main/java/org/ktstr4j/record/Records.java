// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameType;

/// Records as the payloads of frames: the agent writes some of them, the host reads all.
public final class Records {
    private Records() {}

    /// {@return the payload of a topology record}
    ///
    /// @param declared what was declared, `NnNlNcNt`
    /// @param differences what sysfs shows otherwise
    public static byte[] topology(String declared, List<String> differences) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("declared", declared);
        json.put("differences", differences);
        return utf8(Json.text(json));
    }

    /// {@return the payload of a result record}
    ///
    /// @param result the verdict
    /// @param thrown what the body threw, null if it returned
    public static byte[] result(AssertResult result, @Nullable Thrown thrown) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("result", result.toJson());
        if (thrown != null) json.put("thrown", thrown.toJson());
        return utf8(Json.text(json));
    }

    /// {@return the payload of a finished invocation's record}
    ///
    /// @param payload what ran and what came of it
    public static byte[] payload(PayloadRecord payload) {
        return utf8(payload.toJson());
    }

    /// {@return the payload of the record that a scheduler was started}
    ///
    /// @param name the scheduler's label
    /// @param argv program and arguments
    /// @param pid process id in the guest, 0 if it has none
    public static byte[] schedulerStarted(String name, List<String> argv, long pid) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("argv", argv);
        json.put("pid", pid);
        return utf8(Json.text(json));
    }

    /// {@return the payload of the record that a scheduler has attached}
    ///
    /// @param attached which, how long it took, and its BPF programs
    public static byte[] schedulerUp(SchedulerAttached attached) {
        return utf8(attached.toJson());
    }

    /// {@return the payload of the record of a scheduler's end}
    ///
    /// @param end the outcome with its evidence
    public static byte[] schedulerEnded(SchedulerEnd end) {
        return utf8(end.toJson());
    }

    /// {@return the record in this frame; one that cannot be read becomes an [LogRecord.Unread]}
    ///
    /// @param frame as it lay in the log
    @SuppressWarnings("exports") // frames are for guest and host, which are named in the module's exports
    public static LogRecord read(Frame frame) {
        FrameType type = FrameType.of(frame.type());
        if (type == null) return new LogRecord.Unread("type " + frame.type() + ": not known to this version");
        try {
            return read(type, frame.payload());
        } catch (IllegalArgumentException e) {
            return new LogRecord.Unread(type + ": " + e.getMessage());
        }
    }

    private static LogRecord read(FrameType type, byte[] payload) {
        return switch (type) {
            case HELLO -> {
                Node json = json("hello record", payload);
                yield new LogRecord.Hello(
                        json.get("kernel").string(), json.get("version").string());
            }
            case READY -> new LogRecord.Ready();
            case TOPOLOGY -> {
                Node json = json("topology record", payload);
                yield new LogRecord.TopologySeen(
                        json.get("declared").string(), json.get("differences").strings());
            }
            case TAKEN -> new LogRecord.Taken();
            case BODY -> new LogRecord.BodyStarted();
            case STDOUT -> new LogRecord.Text(false, payload);
            case STDERR -> new LogRecord.Text(true, payload);
            case PAYLOAD -> new LogRecord.PayloadFinished(PayloadRecord.fromJson(text(payload)));
            case RESULT -> {
                Node json = json("result record", payload);
                Node thrown = json.get("thrown");
                yield new LogRecord.Result(
                        AssertResult.fromJson(json.get("result").string()),
                        thrown.present() ? Thrown.fromJson(thrown) : null);
            }
            case AGENT_EXIT -> {
                Node json = json("agent exit record", payload);
                yield new LogRecord.AgentExit(number(json, "code", -1), number(json, "signal", 0));
            }
            case TIMEOUT ->
                new LogRecord.TimedOut(
                        json("timeout record", payload).get("deadlineNs").integer());
            case END ->
                new LogRecord.End(json("end record", payload).get("reason").string());
            case SCENARIO -> {
                Node json = json("scenario record", payload);
                yield new LogRecord.ScenarioBegan(
                        json.get("scenario").string(),
                        json.get("plannedNs").integer(),
                        json.get("profile").string(),
                        json.get("limits").string());
            }
            case MARK -> {
                Node json = json("mark record", payload);
                yield new LogRecord.Mark(
                        number(json, "step", 0),
                        json.get("name").string(),
                        json.get("what").string(),
                        json.get("iterations").present()
                                ? json.get("iterations").integer()
                                : -1);
            }
            case WORKERS -> new LogRecord.Workers(GroupStats.fromJson(text(payload)));
            case NOTE -> new LogRecord.Note(text(payload));
            case ERROR -> new LogRecord.GuestError(text(payload));
            case SLICE -> {
                Node json = json("slice record", payload);
                yield new LogRecord.Slice(
                        json.get("ns").integer(), json.get("ownNs").integer());
            }
            case SCHED_START -> {
                Node json = json("scheduler start record", payload);
                yield new LogRecord.SchedulerStarted(
                        json.get("name").string(),
                        json.get("argv").strings(),
                        json.get("pid").integer());
            }
            case SCHED_ATTACHED -> new LogRecord.SchedulerUp(SchedulerAttached.fromJson(text(payload)));
            case SCHED_TEXT -> new LogRecord.SchedulerText(payload);
            case SCHED_END -> new LogRecord.SchedulerEnded(SchedulerEnd.fromJson(text(payload)));
        };
    }

    private static int number(Node json, String name, int otherwise) {
        return json.get(name).present() ? (int) json.get(name).integer() : otherwise;
    }

    private static Node json(String what, byte[] payload) {
        return Json.read(what, text(payload));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
