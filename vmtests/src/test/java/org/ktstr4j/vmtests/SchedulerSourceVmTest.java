// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.vmtests.fixture.OtherSources;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Schedulers written in Java or built into the kernel, and what is set beside a scheduler.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class SchedulerSourceVmTest {
    private static Guest guest(String method) {
        return Guest.of(OtherSources.class, method);
    }

    @Test
    void a_builtin_one_is_enabled_and_disabled() {
        Ran ran = guest("builtin").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("1", ran.said("enabled"));
        assertEquals("0", ran.said("disabled"));
    }

    @Test
    void a_command_that_fails_is_named() {
        assertEquals(
                "scheduler builtin: could not start: enable command \"echo 1 > /sys/kernel/nowhere\": there is no such file",
                first("cannotBeEnabled"));
        assertEquals(
                "scheduler builtin: still attached after it was stopped:"
                        + " disable command \"echo 0 > /sys/kernel/nowhere\": there is no such file",
                first("cannotBeDisabled"));
        assertEquals(
                "scheduler simple: could not start: sysctl kernel.no_such_thing = 1: there is no such file",
                first("hasABadSysctl"));
    }

    @Test
    void what_cannot_be_planned_is_said_before_anything_boots() {
        Ran config = guest("hasNoConfig").run();
        Ran program = guest("isNoProgram").run();

        assertEquals("could not run", config.label());
        assertEquals(
                "plan @KtstrTest OtherSources.hasNoConfig: scheduler misbehave: cannot read its config file %s;"
                                .formatted(
                                        Path.of("src/test/include/absent.json").toAbsolutePath())
                        + " correct the path, or make it readable",
                config.why());
        assertEquals("could not run", program.label());
        assertTrue(program.why().contains("note.txt is not executable (mode rw-r--r--)"), program::why);
    }

    @Test
    void what_kernel_or_machine_lack_skips() {
        Ran kernel = guest("isForAnotherKernel").run();
        Ran machine = guest("isForALargerMachine").run();

        assertEquals("not run", kernel.label());
        assertTrue(kernel.why().startsWith("scheduler misbehave needs a kernel 4.1, this is "), kernel::why);
        assertEquals("not run", machine.label());
        assertEquals("scheduler misbehave needs at least 3 last-level caches, topology 1n2l1c1t has 2", machine.why());
    }

    @Test
    void config_file_and_cgroups_come_before_its_own_arguments() {
        Ran ran = guest("isConfigured").run();

        assertEquals("failed", ran.label()); // it knows neither option
        List<String> argv = ran.history()
                .last(LogRecord.SchedulerStarted.class)
                .orElseThrow()
                .argv();
        assertEquals(
                List.of("--config", "/include-files/note.txt", "--cells", "/sys/fs/cgroup/ktstr"),
                argv.subList(1, argv.size()));
    }

    @Test
    void sysctls_kernel_arguments_and_event_limits_hold() {
        Ran ran = guest("isCounted").run();

        assertEquals("inconclusive", ran.label(), ran::why);
        assertEquals("1", ran.said("sysctl"));
        assertTrue(ran.said("command line").contains(" ktstr.word=1"), ran.out());
        assertEquals(
                "scheduler simple: expected SCX_EV_NO_SUCH_EVENT ≤ 0, but the kernel did not say how often it happened",
                ran.why());
    }

    @Test
    void one_whose_loader_is_java() {
        Ran ran = guest("isJava").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("from_java", ran.said("ops"));
    }

    private static String first(String fixture) {
        Ran ran = guest(fixture).run();

        assertEquals("failed", ran.label(), ran::why);
        return ran.why().lines().findFirst().orElse("");
    }
}
