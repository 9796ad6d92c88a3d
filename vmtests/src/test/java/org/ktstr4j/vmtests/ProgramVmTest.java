// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadState;
import org.ktstr4j.vmtests.fixture.Programs;
import org.ktstr4j.vmtests.fixture.Surroundings;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Programs of the host in the guest: what they find there, and how they are run.
@RequiresVm
class ProgramVmTest {
    @Test
    void programs_find_what_they_expect_of_a_linux() {
        Ran ran = Guest.of(Surroundings.class, "areAsProgramsExpect").run();

        assertEquals("passed", ran.label(), ran::why);
        for (String each : List.of(
                "standard streams",
                "standard input is empty",
                "null and zero",
                "shared memory",
                "temporary files",
                "proc",
                "cgroups",
                "kernel configuration",
                "terminal",
                "environment",
                "host name")) {
            assertEquals("0", ran.said(each), each);
        }
        PayloadRecord streams = ran.payloads().getFirst();
        assertEquals(10, streams.stdout().written());
        assertEquals(8, streams.stderr().written());
        String environment = ran.said("environment is");
        assertTrue(environment.endsWith(" /root /tmp C UTC"), environment);
        List<String> path = Stream.of(
                        environment.substring(0, environment.indexOf(' ')).split(":", -1))
                .toList();
        assertTrue(path.containsAll(List.of("/usr/bin", "/include-files/tree")), environment);
        assertEquals("ktstr", ran.said("host name is"));
        assertEquals("ping", ran.said("loopback"));
        assertEquals("a note for the guest", ran.said("note"));
        assertEquals("leaf", ran.said("leaf"));
        assertEquals("42", ran.said("tool"));
    }

    @Test
    void programs_are_placed_and_stopped_as_told() {
        Ran ran = Guest.of(Programs.class, "areRunAndStopped").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals("exit code 137, signal 0", ran.said("exit 137"));
        assertEquals("exit code -1, signal 9", ran.said("killed"));
        PayloadRecord streams = ran.payloads().get(2);
        assertEquals(5, streams.stdout().written());
        assertEquals(7, streams.stderr().written());
        assertEquals("exit code -1, signal 9", ran.said("timeout"));
        PayloadRecord stopped = ran.payloads().get(3);
        assertEquals(PayloadState.TIMED_OUT, stopped.state());
        assertEquals("0", ran.said("sleepers"));
        assertTrue(ran.said("cgroup").startsWith("0::/ktstr/pinned/"), ran.said("cgroup"));
        assertEquals("1", ran.said("cpus"));
        assertEquals("exit code 0, signal 0", ran.said("variables"));
        assertEquals(
                "SPAWN: payload sh: could not be placed in its cgroup: /sys/fs/cgroup/ktstr/not/made:"
                        + " No such file or directory (ENOENT); create the cgroup first, with ctx.cgroups().create(name). The program never ran",
                ran.said("no cgroup"));
        assertEquals(
                "SPAWN: payload ghost: \"ghost\" not found in the guest; add it to includeFiles"
                        + " (a script with a missing #! interpreter looks the same)",
                ran.said("no program"));
    }

    @Test
    void the_agent_leaves_the_cpu_to_the_test() {
        Ran ran = Guest.of(Programs.class, "leaveTheCpuToTheTest")
                .with(Settings.ACCEL, "sim")
                .run();

        assertEquals("passed", ran.label(), ran::why);
        double us = ran.judged().statistics().getOrDefault("agent_cpu_us", Double.NaN);
        System.out.printf("vmtests: agent and kt used %.0f us of 3 s of one vCPU%n", us);
        assertTrue(us <= 30_000, "agent's CPU time over 3 s: expected ≤ 1 % of one vCPU, was " + us + " us");
    }
}
