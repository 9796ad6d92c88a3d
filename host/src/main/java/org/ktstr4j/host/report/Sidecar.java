// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

/// The result file of one test: `result.ktstr.json` in its run directory (docs/run-directory.md).
///
/// @param test class and method
/// @param verdict what the judge said
/// @param thrown what the body threw, null if it returned or was not tried
/// @param machine what it ran on: `kernel`, `topology`, `memoryMib`, `accel`, `qemu`, as far as they were known
/// @param ending how the VM came to its end
/// @param timesNs durations: `boot` (wall, QEMU's start to the order taken), `firstLine` (wall, to what was printed
///     first after that, if anything was), `body` (guest), `total` (wall); if a template was made for it, when that had
///     `templateBooted`, was `Ready`, `Held`, `Saved` and `Made` (wall)
/// @param repeat whether the run can be had again
/// @param payloads every invocation that was recorded, in the order in which they ended
/// @param schedulers every scheduler that attached, in order
public record Sidecar(
        TestId test,
        Verdict verdict,
        @Nullable Thrown thrown,
        Map<String, String> machine,
        String ending,
        Map<String, Long> timesNs,
        Repeatability repeat,
        List<PayloadRecord> payloads,
        List<SchedulerAttached> schedulers) {
    /// The result of a run without a scheduler.
    public Sidecar(
            TestId test,
            Verdict verdict,
            @Nullable Thrown thrown,
            Map<String, String> machine,
            String ending,
            Map<String, Long> timesNs,
            Repeatability repeat,
            List<PayloadRecord> payloads) {
        this(test, verdict, thrown, machine, ending, timesNs, repeat, payloads, List.of());
    }

    /// Name of the file in a run directory.
    public static final String FILE = "result.ktstr.json";

    /// Ending of a run that has none yet: it still runs, or its process was killed.
    private static final String OPEN = "open";

    private static final int FORMAT = 1;

    /// {@return what stands in a run directory until there is a verdict}
    ///
    /// Whoever kills the process that runs the test leaves this behind, with what had been recorded until then.
    public static Sidecar open(TestId test) {
        Verdict none = new Verdict.CouldNotRun("run", "the process that ran the test ended before it had a verdict");
        return new Sidecar(test, none, null, Map.of(), OPEN, Map.of(), Repeatability.NONE, List.of());
    }

    /// {@return the result of a test that was refused before anything started}
    public static Sidecar refused(TestId test, Verdict verdict) {
        return new Sidecar(test, verdict, null, Map.of(), "not started", Map.of(), Repeatability.NONE, List.of());
    }

    /// {@return the result file of this run directory}
    public static Sidecar read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Sidecar read = fromJson(Files.readString(file));
            return read.ending.equals(OPEN) ? read.withRecords(directory.resolve("records.log")) : read;
        } catch (IOException e) {
            throw new PlanException("read run directory %s: no %s in it: %s".formatted(directory, FILE, e), e);
        } catch (IllegalArgumentException e) {
            throw new PlanException("read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// {@return the same with another verdict}
    public Sidecar with(Verdict other) {
        return new Sidecar(test, other, thrown, machine, ending, timesNs, repeat, payloads, schedulers);
    }

    private Sidecar withRecords(Path records) throws IOException {
        History history = History.read(Files.readAllBytes(records));
        return new Sidecar(
                test,
                verdict,
                thrown,
                machine,
                ending,
                timesNs,
                repeat,
                history.all(LogRecord.PayloadFinished.class).stream()
                        .map(LogRecord.PayloadFinished::payload)
                        .toList(),
                history.all(LogRecord.SchedulerUp.class).stream()
                        .map(LogRecord.SchedulerUp::attached)
                        .toList());
    }

    /// {@return the file's content}
    public String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("class", test.className());
        json.put("method", test.methodName());
        json.put("outcome", verdict.label());
        json.put("exitCode", verdict.exitCode());
        json.put("verdict", verdictJson());
        if (thrown != null) json.put("thrown", thrown.toJson());
        json.put("machine", machine);
        json.put("ending", ending);
        json.put("timesNs", timesNs);
        if (!repeat.equals(Repeatability.NONE)) json.put("repeat", repeat.toJson());
        json.put(
                "payloads",
                payloads.stream()
                        .map(each -> Json.read("payload", each.toJson()).tree())
                        .toList());
        if (!schedulers.isEmpty()) {
            json.put(
                    "schedulers",
                    schedulers.stream()
                            .map(each -> Json.read("scheduler", each.toJson()).tree())
                            .toList());
        }
        return Json.text(json);
    }

    static Sidecar fromJson(String text) {
        Node json = Json.read("result file", text);
        long format = json.get("format").integer();
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "format %d, this version reads %d; use the version that wrote it".formatted(format, FORMAT));
        }
        Map<String, String> machine = new LinkedHashMap<>();
        json.get("machine").fields().forEach((name, value) -> machine.put(name, value.string()));
        Map<String, Long> times = new LinkedHashMap<>();
        json.get("timesNs").fields().forEach((name, value) -> times.put(name, value.integer()));
        return new Sidecar(
                new TestId(json.get("class").string(), json.get("method").string()),
                verdict(json.get("verdict")),
                json.get("thrown").present() ? Thrown.fromJson(json.get("thrown")) : null,
                machine,
                json.get("ending").string(),
                times,
                Repeatability.fromJson(json.get("repeat")),
                json.get("payloads").elements().stream()
                        .map(each -> PayloadRecord.fromJson(each.json()))
                        .toList(),
                json.get("schedulers").present()
                        ? json.get("schedulers").elements().stream()
                                .map(each -> SchedulerAttached.fromJson(each.json()))
                                .toList()
                        : List.of());
    }

    private Map<String, @Nullable Object> verdictJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        switch (verdict) {
            case Verdict.Judged judged ->
                json.put(
                        "judged", Json.read("verdict", judged.result().toJson()).tree());
            case Verdict.CouldNotRun could -> json.put("couldNotRun", couldNotRunJson(could));
            case Verdict.NotRun notRun -> json.put("notRun", notRun.reason());
        }
        return json;
    }

    private static Map<String, @Nullable Object> couldNotRunJson(Verdict.CouldNotRun could) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", could.stage());
        json.put("cause", could.cause());
        return json;
    }

    private static Verdict verdict(Node json) {
        Node could = json.get("couldNotRun");
        if (could.present()) {
            return new Verdict.CouldNotRun(
                    could.get("stage").string(), could.get("cause").string());
        }
        if (json.get("notRun").present())
            return new Verdict.NotRun(json.get("notRun").string());
        return new Verdict.Judged(AssertResult.fromJson(json.get("judged").json()));
    }

    /// {@return why the test did not simply pass: the verdict's details, one a line, and its notes}
    public Optional<String> why() {
        return switch (verdict) {
            case Verdict.Judged judged -> {
                AssertResult result = judged.result();
                List<String> lines = new ArrayList<>();
                result.details().forEach(detail -> lines.add(detail.message()));
                if (!result.passed()) result.notes().forEach(note -> lines.add("note: " + note));
                yield lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
            }
            case Verdict.CouldNotRun could -> Optional.of(could.stage() + ": " + could.cause());
            case Verdict.NotRun notRun -> Optional.of(notRun.reason());
        };
    }
}
