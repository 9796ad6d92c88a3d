// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.examples.Example02StressNg;
import org.ktstr4j.examples.Example03Fio;
import org.ktstr4j.examples.Example06Fixtures;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadState;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Every ready-made payload whose program Debian packages, with its real program in a real guest.
@RequiresVm
class FixtureVmTest {
    @Test
    void stress_ng() {
        Ran ran = Guest.of(Example02StressNg.class, "keepsTwoCpusBusy").run();

        assertMeasured(ran, 0, "stress-ng", "cpu.bogo-ops", "cpu.wall-clock-time", "cpu.max-rss");
    }

    @Test
    void fio() {
        Ran ran = Guest.of(Example03Fio.class, "readsAndWritesOnOneCache").run();

        assertMeasured(ran, 0, "fio", "jobs.0.read.iops", "jobs.0.write.lat_ns.mean", "jobs.0.job_runtime");
    }

    @Test
    void small_ones_and_java() {
        Ran ran = Guest.of(Example06Fixtures.class, "report").run();

        assertMeasured(ran, 0, "hackbench", "time", "messages_per_sec");
        assertMeasured(ran, 1, "cyclictest", "thread.0.cycles", "thread.1.max", "max");
        assertMeasured(ran, 2, "sysbench", "events_per_sec", "lat.p99");
        assertMeasured(ran, 3, "rt-app", "threads", "periodic-0.loops", "periodic-0.wu_lat.max");
        assertMeasured(ran, 4, "perf-stat", "context-switches", "task-clock");
        assertMeasured(ran, 5, "Pings");
        assertTrue(ran.payloads().get(5).stdout().written() > 0);
    }

    private static void assertMeasured(Ran ran, int index, String name, String... metrics) {
        assertEquals("passed", ran.label(), ran::why);
        PayloadRecord record = ran.payloads().get(index);
        assertEquals(name, record.payload());
        assertEquals(PayloadState.FINISHED, record.state());
        assertEquals(0, record.metrics().exitCode());
        for (String metric : metrics) {
            assertTrue(
                    record.metrics().get(metric).isPresent(),
                    () -> name + " has no metric " + metric + ": "
                            + record.metrics().metrics());
        }
        assertEquals(List.of(), record.metrics().notices());
    }
}
