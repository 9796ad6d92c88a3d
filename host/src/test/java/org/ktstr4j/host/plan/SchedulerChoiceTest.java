// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerSource;

class SchedulerChoiceTest {
    static final Scheduler OUTER = Scheduler.program("outer", "scx_outer");

    interface Shared {
        Scheduler SHARED = Scheduler.program("shared", "scx_shared");
    }

    static class Tests implements Shared {
        static final Scheduler OWN = Scheduler.program("own", "scx_own");
    }

    @TempDir
    private Path directory;

    @Test
    void a_constant_is_found_where_the_class_can_see_it() {
        assertSame(Tests.OWN, choice("OWN"));
        assertSame(Shared.SHARED, choice("SHARED"));
        assertSame(OUTER, choice("OUTER"));
    }

    @Test
    void anything_else_is_a_program() {
        assertEquals(Scheduler.program("scx_simple", "/opt/scx_simple"), choice("/opt/scx_simple"));
        assertEquals(Scheduler.program("scx_simple", "scx_simple"), choice("scx_simple"));
        assertSame(Scheduler.EEVDF, choice("eevdf"));
        assertSame(Scheduler.EEVDF, choice(""));
    }

    @Test
    void arguments_come_after_the_schedulers_own() {
        assertEquals(Tests.OWN.withArgs("-v"), new SchedulerChoice("OWN", List.of("-v"), null).scheduler(Tests.class));
    }

    @Test
    void what_is_wrong_is_said() {
        assertEquals(
                "scheduler \"NONE\": Tests has no such constant of type Scheduler, only OUTER, OWN, SHARED;"
                        + " correct the name, or give a program",
                refused(() -> choice("NONE")));
        assertEquals(
                "build scheduler own: argument 1 is empty; leave it out, or give it a value",
                refused(() -> new SchedulerChoice("OWN", List.of(""), null).scheduler(Tests.class)));
        assertEquals(
                "arguments [-v] and an expected end are given for no scheduler; name one with scheduler =",
                refused(() -> new SchedulerChoice("", List.of("-v"), null).scheduler(Tests.class)));
    }

    @Test
    void a_program_is_looked_up_in_order() throws Exception {
        Path first = executable("first/scx_x");
        Path second = executable("second/scx_x");
        List<Path> directories = List.of(first.getParent(), second.getParent());

        assertEquals(first, find(new SchedulerProgram(_ -> Optional.empty(), directories), "scx_x"));
        assertEquals(
                second,
                find(
                        new SchedulerProgram(
                                name -> name.equals("ktstr.scheduler.scx_x")
                                        ? Optional.of(second.toString())
                                        : Optional.empty(),
                                directories),
                        "scx_x"));
    }

    @Test
    void an_absent_program_is_named_with_where_it_was_looked_for() {
        assertEquals(
                "find scheduler scx_x: no program \"scx_x\" in %s and PATH; build it, give its path, or set ktstr.scheduler.scx_x"
                        .formatted(directory),
                refused(() -> find(new SchedulerProgram(_ -> Optional.empty(), List.of(directory)), "scx_x")));
        assertEquals(
                "find scheduler x: no file /nowhere/x; build it, or correct the path",
                refused(() -> new SchedulerProgram(_ -> Optional.empty(), List.of())
                        .find(Scheduler.program("x", "/nowhere/x"), "/nowhere/x")));
        assertEquals(
                "find scheduler scx_x: no file /nowhere/x, named by ktstr.scheduler.scx_x; build it, or correct the path",
                refused(() -> find(new SchedulerProgram(_ -> Optional.of("/nowhere/x"), List.of()), "scx_x")));
    }

    @Test
    void a_stale_program_is_never_used() throws Exception {
        Path program = executable("bin/scx_x");
        Path source = Files.writeString(directory.resolve("scx_x.bpf.c"), "");
        Files.setLastModifiedTime(program, FileTime.fromMillis(1_000_000_000_000L));
        Files.setLastModifiedTime(source, FileTime.fromMillis(1_000_000_001_000L));
        Scheduler scheduler = Scheduler.builder("x", new SchedulerSource.Program(program.toString()))
                .sources(source.toString())
                .build();

        assertEquals(
                "find scheduler x: %s is stale: built 2001-09-09T01:46:40Z, but %s changed 2001-09-09T01:46:41Z; build it again"
                        .formatted(program, source),
                refused(() ->
                        new SchedulerProgram(_ -> Optional.empty(), List.of()).find(scheduler, program.toString())));
    }

    private Path executable(String name) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        if (!file.toFile().setExecutable(true)) throw new AssertionError(file);
        return file;
    }

    private static Path find(SchedulerProgram search, String name) {
        return search.find(Scheduler.program(name, name), name);
    }

    private static Scheduler choice(String spec) {
        return new SchedulerChoice(spec, List.of(), null).scheduler(Tests.class);
    }

    private static String refused(Executable what) {
        return String.valueOf(assertThrows(PlanException.class, what).getMessage());
    }
}
