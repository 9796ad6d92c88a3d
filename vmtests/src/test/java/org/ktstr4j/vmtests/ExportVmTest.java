// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ktstr4j.vmtests.RunFiles.assertSame;
import static org.ktstr4j.vmtests.RunFiles.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.run.bare.BareMachine;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.vmtests.fixture.Exported;
import org.ktstr4j.vmtests.fixture.HostileName;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// `.run` files on a machine that is not ours: Debian on a stock kernel, without Java. All steps share one boot; the
/// tests look at what each left.
@RequiresVm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportVmTest {
    private final RunFiles files = RunFiles.in("export");
    private BareMachine.Steps steps = new BareMachine.Steps(files.home());

    @BeforeAll
    void boot() throws IOException {
        BareMachine machine = files.machine(
                Prerequisites.NEWEST,
                "1n2l2c1t",
                Exported.class,
                List.of("passes", "fails", "isTooLarge", "waits", "takesHostileArguments"));
        Path hostile = files.home().resolve("hostile");
        HostileName.write(hostile);
        machine.file("/bare/named.run", files.export(HostileName.METHOD, "named.run", hostile.toString()), 0755);
        assertTrue(Files.size(files.home().resolve("passes.run")) <= 32_000_000, "size without large payloads");
        steps = ExportSteps.all(machine).run();
    }

    @Test
    void a_test_passes_with_the_metrics_it_has_in_a_guest() {
        Ran guest = Guest.of(Exported.class, "passes").run();

        assertClean("pass", 0);
        assertEquals("passed", guest.label());
        assertSame(guest, results(steps, "pass"));
        assertEquals("leaf = leaf", steps.read("pass", "out"));
        assertTrue(steps.read("pass", "err").contains("ktstr: passed: Exported.passes"), steps.said("pass"));
    }

    @Test
    void a_test_that_fails_says_where() {
        assertClean("fail", 1);
        assertSame(Guest.of(Exported.class, "fails").run(), results(steps, "fail"));
        assertTrue(
                steps.read("fail", "err")
                        .contains("what a bare machine finds ==> expected: <declared> but was: <found>"),
                steps.said("fail"));
    }

    @Test
    void hostile_arguments_arrive_byte_by_byte() {
        assertClean("hostile", 0);
    }

    @Test
    void a_hostile_name_is_a_name() {
        assertClean("hostile-name", 0);
        assertEquals("ran", steps.read("hostile-name", "out"));
        assertEquals("err\nout\nresults\nthere", steps.read("hostile-name", "there"));
        TestId test = results(steps, "hostile-name").test();
        assertEquals(new TestId("hostile." + HostileName.CLASS, HostileName.METHOD), test);
    }

    @Test
    void prerequisites_are_named() {
        assertRefused("not-root", "not-root.run: effective user id is 65534, 0 is needed: run it as root\nstage: root");
        assertRefused(
                "no-cgroup2",
                "passes.run: /sys/fs/cgroup is sysfs, a mount of cgroup2 is needed: boot with"
                        + " systemd.unified_cgroup_hierarchy=1, or mount -t cgroup2 none /sys/fs/cgroup\nstage: prerequisites");
        assertRefused("too-small", """
                  NUMA nodes                                  4      1  too few
                  cores in the largest last-level cache       2      2  ok
                  threads of a core                           2      1  too few
                  last-level caches with that many            8      0  too few
                isTooLarge.run: this machine is too small for the test's topology 4n8l2c2t
                stage: topology""");
        assertRefused(
                "noexec",
                "passes.run: programs cannot be started from /results/steps/noexec/small: is it mounted noexec? Set"
                        + " TMPDIR to a directory that is not\nstage: extraction");
        assertRefused("full-disk", "; make room there, or set TMPDIR\nstage: extraction");
        assertRefused(
                "results-not-empty",
                "passes.run: the directory for results \"/results/steps/results-not-empty/r\" is not empty: give another"
                        + " one\nstage: results");
    }

    @Test
    void a_file_that_was_cut_off_or_changed_runs_nothing() {
        assertRefused("truncated", "the file was cut off or changed; copy it again\nstage: extraction");
        assertRefused("corrupted", "the file was cut off or changed; copy it again\nstage: extraction");
        assertRefused("truncated-in-the-script", "this file was cut off: copy it again\nstage: file");
    }

    @Test
    void arguments_are_checked() {
        assertClean("arguments", 0);
        assertEquals("""
                64 passes.run: unknown argument "--bogus"; see --help
                64 passes.run: --cpus is fixed in this file: it is part of what is reproduced; see --help
                64 passes.run: --topology is fixed in this file: it is part of what is reproduced; see --help
                64 passes.run: option --results needs a directory; see --help
                64 passes.run: option --duration needs whole seconds, 1 to 999999, was "x"; see --help
                64 passes.run: option --duration needs whole seconds; see --help
                64 passes.run: --watchdog-timeout has nothing to change here: this file starts no sched_ext scheduler; see --help
                69 run this file with bash: bash FILE.run""", steps.read("arguments", "out"));
    }

    @Test
    void it_says_what_is_in_it() {
        assertClean("list", 0);
        String listed = steps.read("list", "out");
        assertTrue(listed.contains("test        Exported.passes"), listed);
        assertTrue(listed.contains("root/include-files/tree/deep/leaf.txt"), listed);
        assertTrue(listed.contains("extracted root"), listed);
    }

    @Test
    void an_interrupt_ends_all_of_it_and_leaves_a_result() {
        assertClean("interrupt", 0);
        assertEquals("130", steps.read("interrupt", "out"));
        Sidecar stopped = results(steps, "interrupt");
        assertEquals("inconclusive", stopped.verdict().label());
        assertEquals(1, stopped.payloads().size());
    }

    @Test
    void a_killed_script_leaves_nothing_but_what_was_recorded() {
        assertClean("killed", 0);
        assertEquals("137", steps.read("killed", "out"));
        Sidecar open = results(steps, "killed");
        assertEquals("could not run", open.verdict().label());
    }

    @Test
    void two_copies_do_not_see_each_other() {
        assertClean("two", 0);
        for (String copy : List.of("one", "other")) {
            assertEquals(
                    "passed",
                    Sidecar.read(steps.of("two").resolve(copy)).verdict().label());
        }
    }

    private void assertClean(String step, int code) {
        RunFiles.assertClean(steps, step, code);
    }

    private void assertRefused(String step, String lastLines) {
        RunFiles.assertRefused(steps, step, lastLines);
    }
}
