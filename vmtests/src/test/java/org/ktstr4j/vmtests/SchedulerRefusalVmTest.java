// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.vmtests.fixture.RefusedSchedulers;
import org.ktstr4j.vmtests.fixture.RefusedSchedulers.NamedTooLong;
import org.ktstr4j.vmtests.fixture.SchedulerOps;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;
import org.ktstr4j.vmtests.harness.UnfitPrograms;

/// Schedulers that are refused: on the host before anything boots, or in the guest before their
/// program starts.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class SchedulerRefusalVmTest {
    @TempDir
    private static Path programs;

    @BeforeAll
    static void make_programs() throws IOException {
        UnfitPrograms.make(programs);
        System.setProperty(RefusedSchedulers.DIRECTORY, programs.toString());
    }

    @Test
    void a_program_that_is_none_is_refused() {
        assertRefused(
                "noElf",
                "pack program \"P/no-elf\": it starts with \"scx_simple\", neither an ELF file nor a script;"
                        + " give a binary, or a script whose first line is #!interpreter");
        assertRefused(
                "foreign",
                "pack program \"P/foreign\": P/foreign is made for AArch64, the guest runs x86-64;"
                        + " give a binary for x86-64");
        assertRefused(
                "withoutLibrary",
                "pack program \"P/without-library\": library gone.so.6, needed by P/without-library, not found in DIRS;"
                        + " install the package that has it");
        assertRefused("absent", "find scheduler absent: no file P/absent; build it, or correct the path");
    }

    @Test
    void a_stale_program_is_refused() {
        assertRefused(
                "stale",
                "find scheduler stale: P/foreign is stale: built 2001-09-09T01:46:40Z, but pom.xml changed THEN;"
                        + " build it again");
    }

    @Test
    void a_declaration_that_cannot_be_is_refused() {
        assertRefused(
                "noConfig",
                "scheduler misconfigured: cannot read its config file /nowhere/a.json;"
                        + " correct the path, or make it readable");
        assertRefused("emptyArgument", "build scheduler shell: argument 1 is empty; leave it out, or give it a value");
        assertRefused(
                "noConstant",
                "scheduler \"NO_SUCH_CONSTANT\": RefusedSchedulers has no such constant of type Scheduler, only ABSENT,"
                        + " FOREIGN, NO_CONFIG, NO_ELF, SHELL, STALE, WITHOUT_LIBRARY;"
                        + " correct the name, or give a program");
        assertRefused(
                NamedTooLong.class,
                "namedTooLong",
                "scheduler \"LONG\": cannot read the constant: build scheduler long: ops name \"%s\" has 128 characters; the kernel takes 1 to 127"
                        .formatted("n".repeat(128)));
    }

    @Test
    void one_beside_another_is_refused_in_the_guest() {
        Ran ran = Guest.of(SchedulerOps.class, "attachesBesideAnother").run();

        assertEquals("failed", ran.label());
        assertEquals(
                "scheduler misbehave: could not start: \"simple\" is attached already (state \"enabled\");"
                        + " the kernel takes one at a time: detach it first",
                ran.why().lines().findFirst().orElse(""));
    }

    @Test
    void a_kernel_without_sched_ext_is_seen_in_the_guest_too() {
        Prerequisites.kernel(SchedulerKernelVmTest.WITHOUT);
        Ran ran = Guest.of(SchedulerOps.class, "attachesWhatTheHostDoesNotSee")
                .with(Settings.KERNEL, SchedulerKernelVmTest.WITHOUT)
                .run();

        assertEquals("failed", ran.label());
        assertEquals(
                "scheduler unseen: could not start: this kernel has no sched_ext; use one with CONFIG_SCHED_CLASS_EXT",
                ran.why().lines().findFirst().orElse(""));
    }

    private static void assertRefused(String method, String expected) {
        assertRefused(RefusedSchedulers.class, method, expected);
    }

    private static void assertRefused(Class<?> fixture, String method, String expected) {
        Ran ran = Guest.of(fixture, method).run();

        String shown = ran.why()
                .replace(programs.toString(), "P")
                .replaceAll("not found in /[^;]*;", "not found in DIRS;")
                .replaceAll("changed [0-9TZ:.-]+;", "changed THEN;");
        assertEquals("could not run", ran.label());
        assertEquals("plan @KtstrTest " + ran.sidecar().test().display() + ": " + expected, shown);
        assertEquals("not started", ran.sidecar().ending());
        assertFalse(Files.exists(ran.directory().resolve("console.log")));
    }
}
