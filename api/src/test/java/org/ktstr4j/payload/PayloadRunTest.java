// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ktstr4j.Messages.refused;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;

/// How a run is put together: payload.md 1, 1.1, 1.2. Nothing is started here.
class PayloadRunTest {
    private static final Payload TOOL = Payload.builder("tool", "tool")
            .args("D")
            .checks(MetricCheck.exitCodeEq(0))
            .build();

    private final List<LaunchSpec> launched = new ArrayList<>();
    private final List<PayloadRecord> records = new ArrayList<>();
    private final PayloadDoors doors = new PayloadDoors(
            spec -> {
                launched.add(spec);
                return Scripted.printing("").exit(0);
            },
            records::add,
            "/sys/fs/cgroup/ktstr",
            List.of("/opt/jre/bin/java", "-cp", "/a:/b"));

    @Test
    void arguments_come_after_the_defaults_in_call_order() {
        assertEquals(List.of("tool", "D"), argv(run -> run));
        assertEquals(List.of("tool", "D", "a"), argv(run -> run.arg("a")));
        assertEquals(
                List.of("tool", "D", "a", "b", "c"), argv(run -> run.arg("a").args("b", "c")));
        assertEquals(List.of("tool", "D", "a", "b"), argv(run -> run.args(List.of("a", "b"))));
        assertEquals(List.of("tool", "D"), argv(run -> run.args().args(List.of())));
    }

    @Test
    void clearing_wipes_defaults_and_what_came_before() {
        assertEquals(List.of("tool", "b"), argv(run -> run.arg("a").clearArgs().arg("b")));
        assertEquals(List.of("tool", "x", "y"), argv(run -> run.clearArgs().args(List.of("x", "y"))));
        assertEquals(List.of("tool"), argv(run -> run.arg("a").clearArgs().clearArgs()));
    }

    @Test
    void an_argument_is_one_element_whatever_is_in_it() {
        assertEquals(List.of("tool", "D", "", "a b", "$(c)", "\n"), argv(run -> run.args("", "a b", "$(c)", "\n")));
    }

    @Test
    void checks_come_after_the_defaults_and_clearing_wipes_them() {
        assertEquals(1, checks(run -> run));
        assertEquals(3, checks(run -> run.check(MetricCheck.exitCodeEq(0)).check(MetricCheck.exitCodeEq(0))));
        assertEquals(1, checks(run -> run.clearChecks().check(MetricCheck.exitCodeEq(0))));
        assertEquals(0, checks(run -> run.check(MetricCheck.exists("a")).clearChecks()));
    }

    @Test
    void a_run_is_a_value_and_every_part_of_a_chain_can_be_started() {
        PayloadRun base = doors.payload(TOOL);
        PayloadRun longer = base.arg("a");
        longer.arg("b").run();
        base.run();
        longer.run();
        longer.run();

        assertEquals(
                List.of(
                        List.of("tool", "D", "a", "b"),
                        List.of("tool", "D"),
                        List.of("tool", "D", "a"),
                        List.of("tool", "D", "a")),
                launched.stream().map(LaunchSpec::argv).toList());
    }

    @Test
    void the_last_cgroup_and_the_last_time_limit_count() {
        doors.payload(TOOL)
                .inCgroup("a")
                .inCgroup("/b/./c/")
                .timeout(Duration.ofSeconds(1))
                .timeout(Duration.ofMinutes(2))
                .run();

        assertEquals("/sys/fs/cgroup/ktstr/b/c", launched.getFirst().cgroup());
        assertEquals(120_000_000_000L, records.getFirst().timeoutNs());
    }

    @Test
    void without_a_call_nothing_is_asked_for() {
        doors.payload(TOOL).run();

        assertEquals(new LaunchSpec(List.of("tool", "D"), null, Map.of(), null, null, true), launched.getFirst());
    }

    @Test
    void surroundings_are_passed_on() {
        doors.payload(TOOL.toBuilder("tty").usesParentPgrp().build())
                .env("A", "1")
                .env("B", "")
                .env("A", "2")
                .stdin(Path.of("/in"))
                .workingDirectory(Path.of("/dir"))
                .run();

        assertEquals(
                new LaunchSpec(List.of("tool", "D"), null, Map.of("A", "2", "B", ""), "/dir", "/in", false),
                launched.getFirst());
    }

    @Test
    void the_time_limit_does_not_concern_spawn() {
        doors.payload(TOOL).timeout(Duration.ZERO).spawn().waitFor();

        assertEquals(0, records.getFirst().timeoutNs());
        assertEquals(PayloadState.FINISHED, records.getFirst().state());
    }

    @Test
    void a_java_payload_runs_on_the_guests_runtime_and_class_path() {
        doors.payload(Payload.java(PayloadRunTest.class)).arg("x").run();

        assertEquals(
                List.of("/opt/jre/bin/java", "-cp", "/a:/b", "org.ktstr4j.payload.PayloadRunTest", "x"),
                launched.getFirst().argv());
        assertEquals("PayloadRunTest", records.getFirst().payload());
        assertEquals(1, records.getFirst().checks().size());
    }

    @Test
    void a_scheduler_can_be_configured_but_not_started() {
        PayloadRun run = doors.payload(Payload.scheduler("scx_simple")).arg("a").inCgroup("..");

        PayloadException refused = assertThrows(PayloadException.class, run::run);
        assertEquals(
                "payload scx_simple: it is a scheduler; the framework starts schedulers before the body, run a program"
                        + " instead",
                refused.getMessage());
        assertEquals(PayloadException.Kind.NOT_BINARY, refused.kind());
        assertThrows(PayloadException.class, run::spawn);
        assertEquals(List.of(), launched);
    }

    @Test
    void cgroup_names_are_checked_when_the_run_is_started() {
        String parent = "it means the parent itself; name a cgroup below it";
        String above = "it has the component \"..\"; name a cgroup below the test's own parent";
        for (String name : List.of("", "/", "///", ".", "./", "/./.", "a//..", "../a", "a/../b", "..", "a\0b")) {
            PayloadRun run = doors.payload(TOOL).inCgroup(name);
            String why =
                    name.contains("..") ? above : name.contains("\0") ? "it has a NUL character; leave it out" : parent;
            PayloadException refused = assertThrows(PayloadException.class, run::run);
            assertEquals(
                    "payload tool: cgroup name \"" + name.replace("\0", "\\0") + "\": " + why, refused.getMessage());
            assertEquals(PayloadException.Kind.CGROUP_NAME, refused.kind());
        }
        assertEquals(List.of(), launched);
    }

    @Test
    void cgroup_names_that_only_look_odd_are_allowed() {
        for (String name : List.of("w", "/w", "//w", "..x", "x..", "a/b", "a/./b", "...")) {
            doors.payload(TOOL).inCgroup(name).run();
        }

        assertEquals(
                List.of("w", "w", "w", "..x", "x..", "a/b", "a/b", "..."),
                launched.stream()
                        .map(spec -> String.valueOf(spec.cgroup()).substring("/sys/fs/cgroup/ktstr/".length()))
                        .toList());
    }

    @Test
    void a_nul_character_in_an_argument_is_a_failed_start() {
        PayloadException refused = assertThrows(
                PayloadException.class, () -> doors.payload(TOOL).arg("a\0b").run());

        assertEquals(
                "payload tool: argument 2 \"a\\0b\" has a NUL character; an argument ends there, leave it out",
                refused.getMessage());
        assertEquals(PayloadException.Kind.SPAWN, refused.kind());
    }

    @Test
    void what_can_be_refused_at_the_call_is_refused_there() {
        PayloadRun run = doors.payload(TOOL);

        assertEquals(
                "payload tool: timeout PT-1S is negative; give zero or more",
                refused(() -> run.timeout(Duration.ofSeconds(-1))));
        assertEquals(
                "payload tool: environment variable \"A=B\" = \"c\": a name is not empty and has no \"=\", neither has a NUL"
                        + " character",
                refused(() -> run.env("A=B", "c")));
        assertEquals("build payload: the name is \" \"; give a short label", refused(() -> Payload.binary(" ", "x")));
        assertEquals(
                "build payload: the program is \"\"; give a name or a path", refused(() -> Payload.binary("x", "")));
        assertEquals(
                "build payload: the main class is \"\"; give its binary name",
                refused(() -> Payload.javaBuilder("x", "")));
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_is_refused_at_the_call() {
        PayloadRun run = doors.payload(TOOL);

        assertThrows(NullPointerException.class, () -> run.arg(null));
        assertThrows(NullPointerException.class, () -> run.check(null));
        assertThrows(NullPointerException.class, () -> run.inCgroup(null));
        assertThrows(NullPointerException.class, () -> run.timeout(null));
    }

    @Test
    void its_text_has_names_and_numbers_but_no_values() {
        assertEquals(
                "PayloadRun[tool, args: 1, checks: 1, cgroup: none, timeout: none]",
                doors.payload(TOOL).toString());
        assertEquals(
                "PayloadRun[tool, args: 2, checks: 0, cgroup: \"w\", timeout: 1500 ms]",
                doors.payload(TOOL)
                        .arg("secret")
                        .clearChecks()
                        .inCgroup("w")
                        .timeout(Duration.ofMillis(1500))
                        .toString());
    }

    @Test
    void a_failed_start_says_at_which_stage() {
        PayloadDoors failing = new PayloadDoors(
                spec -> {
                    throw new LaunchException("clone", 11, "tool: Resource temporarily unavailable (EAGAIN)");
                },
                records::add,
                "/cgroup");

        assertEquals(
                "payload tool: \"tool\" could not be started, stage clone: tool: Resource temporarily unavailable (EAGAIN)",
                Messages.of(PayloadException.class, () -> failing.payload(TOOL).run()));
        assertEquals(List.of(), records);
    }

    @Test
    void nothing_is_started_after_the_end_of_the_test() {
        doors.close();

        assertEquals(
                "payload tool: the test has ended; start programs before the body returns",
                Messages.of(PayloadException.class, () -> doors.payload(TOOL).run()));
    }

    private List<String> argv(UnaryOperator<PayloadRun> chain) {
        launched.clear();
        chain.apply(doors.payload(TOOL)).run();
        return launched.getFirst().argv();
    }

    private int checks(UnaryOperator<PayloadRun> chain) {
        records.clear();
        chain.apply(doors.payload(TOOL)).run();
        return records.getFirst().checks().size();
    }
}
