// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.vmtests.fixture.Ends;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.RequiresVm;
import org.ktstr4j.vmtests.harness.Signals;
import org.ktstr4j.vmtests.harness.VmProcesses;

/// The process that runs a test dies in the middle of it.
@RequiresVm
class HostDeathVmTest {
    private static final String TEST = "Ends.waits";

    @TempDir
    private Path home;

    @Test
    void a_killed_host_jvm_leaves_nothing_but_its_run_directory() throws IOException {
        assertEquals(137, endedBy("KILL").code());
        assertReported();
    }

    @Test
    void an_interrupted_run_ends_with_130_and_leaves_nothing_but_its_run_directory() throws IOException {
        assertEquals(130, endedBy("INT").code());
        assertReported();
    }

    private Cli.Ended endedBy(String signal) {
        Leftovers leftovers = Leftovers.now();
        Cli.Started running = new Cli(home).startTest(Ends.class, "waits").awaitOut(Ends.READY);
        VmProcesses vm = VmProcesses.below(running.process().toHandle());

        Signals.send(signal, running.process().pid());

        Cli.Ended ended = running.end();
        vm.assertGone();
        leftovers.assertNone();
        return ended;
    }

    private void assertReported() throws IOException {
        Cli cli = new Cli(home);
        Path directory = cli.run(TEST);
        Sidecar sidecar = Sidecar.read(directory);
        assertEquals("could not run", sidecar.verdict().label());
        String why = "run: the process that ran the test ended before it had a verdict";
        assertEquals(why, sidecar.why().orElse(""));
        History history = History.read(Files.readAllBytes(directory.resolve("records.log")));
        List<LogRecord.PayloadFinished> programs = history.all(LogRecord.PayloadFinished.class);
        assertEquals(1, programs.size());
        assertEquals(5, programs.getFirst().payload().metrics().exitCode());

        Cli.Ended report = cli.start("report", directory.toString()).end();

        assertEquals(69, report.code(), report.err());
        assertEquals("""
                  could not run  Ends.waits
                    %s

                Ends.waits
                  sh  finished, exit code 5, TIME

                1 test: 1 could not run
                """.formatted(why), report.out().replaceFirst("(?m)\\d+ ms$", "TIME"));
        assertEquals("", report.err());
        assertTrue(Files.exists(directory.resolve("plan.json")));
    }
}
