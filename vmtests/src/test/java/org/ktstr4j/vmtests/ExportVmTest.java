// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.run.bare.BareMachine;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.vmtests.fixture.Exported;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// `.run` files on a machine that is not ours: Debian on a stock kernel, without Java. All steps share one boot; the
/// tests look at what each left.
@RequiresVm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportVmTest {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path HOME = HERE.resolve("target/export");

    private BareMachine.Steps steps = new BareMachine.Steps(HOME);

    @BeforeAll
    void boot() throws IOException {
        BareMachine machine = machine();
        for (String test : List.of("passes", "fails", "isTooLarge", "waits", "takesHostileArguments")) {
            machine.file("/bare/" + test + ".run", export("Exported." + test, test + ".run"), 0755);
        }
        steps = ExportSteps.all(machine).run();
    }

    private static BareMachine machine() throws IOException {
        try {
            return new BareMachine(HOME, Prerequisites.kernel(Prerequisites.NEWEST), "1n2l2c1t");
        } catch (PlanException e) {
            Prerequisites.skip(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static Path export(String test, String file) throws IOException {
        Path output = HOME.resolve(file);
        Cli.Ended ended = new Cli(HERE)
                .start("export", test, "--classpath", "target/test-classes", "-o", output.toString())
                .end();
        assertEquals(0, ended.code(), ended.err());
        assertTrue(Files.size(output) <= 32_000_000, () -> "size of an export without large payloads: " + output);
        return output;
    }

    @Test
    void a_test_passes_with_the_metrics_it_has_in_a_guest() {
        Ran guest = Guest.of(Exported.class, "passes").run();

        assertClean("pass", 0);
        Sidecar bare = Sidecar.read(steps.of("pass").resolve("results"));
        assertEquals("passed", bare.verdict().label());
        assertEquals(guest.label(), bare.verdict().label());
        assertEquals(metrics(guest.payloads()), metrics(bare.payloads()));
        assertEquals("leaf = leaf", steps.read("pass", "out"));
        assertTrue(steps.read("pass", "err").contains("ktstr: passed: Exported.passes"), steps.said("pass"));
    }

    @Test
    void a_test_that_fails_says_where() {
        assertClean("fail", 1);
        assertEquals(
                "failed",
                Sidecar.read(steps.of("fail").resolve("results")).verdict().label());
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
        assertRefused(
                "conflict", "a sched_ext scheduler is enabled on this machine: nest; stop it first\nstage: conflict");
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
                64 passes.run: --duration has nothing to change here: the test declares no duration, its body ends by itself (within 300 s); see --help
                64 passes.run: --watchdog-timeout has nothing to change here: this file starts no scheduler; see --help
                69 run this file with bash: bash FILE.run""", steps.read("arguments", "out"));
    }

    @Test
    void it_says_what_is_in_it() {
        assertClean("list", 0);
        String listed = steps.read("list", "out");
        assertTrue(listed.contains("test        Exported.passes"), listed);
        assertTrue(listed.contains("root/include-files/tree/deep/leaf.txt"), listed);
        assertTrue(listed.contains("extracted kt"), listed);
    }

    @Test
    void an_interrupt_ends_all_of_it_and_leaves_a_result() {
        assertClean("interrupt", 0);
        assertEquals("130", steps.read("interrupt", "out"));
        Sidecar stopped = Sidecar.read(steps.of("interrupt").resolve("results"));
        assertEquals("inconclusive", stopped.verdict().label());
        assertEquals(1, stopped.payloads().size());
    }

    @Test
    void a_killed_script_leaves_nothing_but_what_was_recorded() {
        assertClean("killed", 0);
        assertEquals("137", steps.read("killed", "out"));
        Sidecar open = Sidecar.read(steps.of("killed").resolve("results"));
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
        assertEquals(code, steps.code(step), () -> steps.said(step));
        assertEquals("", steps.read(step, "left"), () -> steps.said(step));
    }

    private void assertRefused(String step, String lastLines) {
        assertClean(step, 69);
        assertTrue(steps.read(step, "err").endsWith(lastLines), () -> steps.said(step));
    }

    private static Map<String, List<String>> metrics(List<PayloadRecord> payloads) {
        Map<String, List<String>> names = new TreeMap<>();
        for (PayloadRecord each : payloads) {
            names.put(
                    each.payload(),
                    each.metrics().metrics().stream().map(Metric::name).toList());
        }
        return names;
    }
}
