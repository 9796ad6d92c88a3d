// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

class SidecarTest {
    private static final TestId TEST = new TestId("org.example.Outer$StealTest", "fair");

    @TempDir
    private Path directory;

    @Test
    void a_result_with_everything_comes_back() throws IOException {
        Sidecar sidecar = new Sidecar(
                TEST,
                new Verdict.Judged(AssertResult.fail("too slow").withNote("n").withStatistic("max_gap_ms", 1.5)),
                new Thrown(
                        "java.lang.AssertionError",
                        "too slow",
                        List.of(new StackTraceElement("org.example.X", "y", "X.java", 7)),
                        new Thrown("java.lang.Error", null, List.of(), null, null),
                        new Thrown.Comparison("1", "2")),
                machine(),
                "done",
                times(),
                new Repeatability(7, "ab12", ""),
                List.of(Recorded.fio(), Recorded.killed()));
        Files.writeString(directory.resolve("result.ktstr.json"), sidecar.toJson());

        assertEquals(sidecar, Sidecar.read(directory));
    }

    @Test
    void each_kind_of_verdict_comes_back() {
        for (Verdict verdict : List.of(
                new Verdict.Judged(AssertResult.pass()),
                new Verdict.Judged(AssertResult.skip("no sched_ext")),
                new Verdict.CouldNotRun("boot", "the kernel panicked\n  \"Oops\""),
                new Verdict.NotRun("not selected"))) {
            Sidecar sidecar = bare(verdict);

            assertEquals(sidecar, Sidecar.fromJson(sidecar.toJson()));
        }
    }

    @Test
    void the_json_form_is_this_one() {
        assertEquals(
                "{\"format\":1,\"class\":\"org.example.Outer$StealTest\",\"method\":\"fair\","
                        + "\"outcome\":\"failed\",\"exitCode\":1,"
                        + "\"verdict\":{\"judged\":{\"outcome\":\"failed\","
                        + "\"details\":[{\"kind\":\"Other\",\"message\":\"too slow\"}],\"notes\":[],\"statistics\":{}}},"
                        + "\"machine\":{\"kernel\":\"6.18.15\",\"topology\":\"1n2l4c2t\"},\"ending\":\"done\","
                        + "\"timesNs\":{\"boot\":1000000000,\"body\":5,\"total\":9223372036854775807},"
                        + "\"repeat\":{\"seed\":7,\"digest\":\"ab12\",\"doubt\":\"accelerator single\"},"
                        + "\"payloads\":[]}",
                new Sidecar(
                                TEST,
                                new Verdict.Judged(AssertResult.fail("too slow")),
                                null,
                                machine(),
                                "done",
                                times(),
                                new Repeatability(7, "ab12", "accelerator single"),
                                List.of())
                        .toJson());
        assertEquals(
                "{\"format\":1,\"class\":\"org.example.Outer$StealTest\",\"method\":\"fair\","
                        + "\"outcome\":\"could not run\",\"exitCode\":69,"
                        + "\"verdict\":{\"couldNotRun\":{\"stage\":\"boot\",\"cause\":\"QEMU ended\"}},"
                        + "\"machine\":{},\"ending\":\"not started\",\"timesNs\":{},\"payloads\":[]}",
                bare(new Verdict.CouldNotRun("boot", "QEMU ended")).toJson());
    }

    @Test
    void why_a_test_did_not_pass_is_said_in_lines() {
        assertEquals(
                Optional.empty(),
                bare(new Verdict.Judged(AssertResult.pass().withNote("n"))).why());
        assertEquals(
                Optional.of("too slow\nQEMU ended\nnote: slow host"),
                bare(new Verdict.Judged(AssertResult.fail("too slow")
                                .withNote("slow host")
                                .merge(AssertResult.fail("QEMU ended"))))
                        .why());
        assertEquals(
                Optional.of("boot: QEMU ended"),
                bare(new Verdict.CouldNotRun("boot", "QEMU ended")).why());
        assertEquals(
                Optional.of("not selected"),
                bare(new Verdict.NotRun("not selected")).why());
    }

    @Test
    void a_directory_without_a_result_is_refused() {
        assertEquals(
                "read run directory %s: no result.ktstr.json in it: java.nio.file.NoSuchFileException: %s"
                        .formatted(directory, directory.resolve("result.ktstr.json")),
                refused());
    }

    @Test
    void a_result_that_cannot_be_read_is_refused_with_file_and_place() throws IOException {
        assertEquals("read result file: the text is empty; a JSON document was expected", refused(""));
        assertEquals("format 2, this version reads 1; use the version that wrote it", refused("{\"format\":2}"));
        assertEquals("read result file: \"format\" must be an integer, was null", refused("{}"));
        String good = bare(new Verdict.NotRun("x")).toJson();
        assertEquals(
                "read result file: \"timesNs.boot\" must be an integer, was \"long\"",
                refused(good.replace("\"timesNs\":{", "\"timesNs\":{\"boot\":\"long\"")));
        assertEquals(
                "read verdict: \"outcome\" must be a string, was null",
                refused(good.replace("{\"notRun\":\"x\"}", "{\"judged\":{}}")));
        assertEquals(
                "read payload record: \"payload\" must be a string, was null",
                refused(good.replace("\"payloads\":[]", "\"payloads\":[{}]")));
    }

    private String refused(String json) throws IOException {
        Path file = directory.resolve("result.ktstr.json");
        Files.writeString(file, json);
        String message = refused();
        String doing = "read " + file + ": ";
        assertEquals(doing, message.substring(0, Math.min(doing.length(), message.length())));
        return message.substring(doing.length());
    }

    private String refused() {
        return String.valueOf(
                assertThrows(PlanException.class, () -> Sidecar.read(directory)).getMessage());
    }

    private static Sidecar bare(Verdict verdict) {
        return new Sidecar(TEST, verdict, null, Map.of(), "not started", Map.of(), Repeatability.NONE, List.of());
    }

    private static Map<String, String> machine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("kernel", "6.18.15");
        machine.put("topology", "1n2l4c2t");
        return machine;
    }

    private static Map<String, Long> times() {
        Map<String, Long> times = new LinkedHashMap<>();
        times.put("boot", 1_000_000_000L);
        times.put("body", 5L);
        times.put("total", Long.MAX_VALUE);
        return times;
    }
}
