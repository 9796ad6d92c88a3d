// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.vmtests.fixture.Traced;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// What workers count of themselves is what the kernel says of them.
@RequiresVm
class TelemetryVmTest {
    // From the waker's stamp to the first instruction is more than from wakeup to switch: the ways into the kernel and
    // out of it.
    private static final long WAYS_US = 100;

    @Test
    void wake_to_run_is_that_of_the_tracepoints() {
        Ran ran = Guest.of(Traced.class, "wakesAreTraced").run();

        System.out.println(ran.out());
        assertEquals("passed", ran.label(), ran::why);
        long[] kernel = numbers(ran.said("kernel"));
        long[] worker = numbers(ran.said("worker"));
        assertTrue(kernel[0] > 100, "only " + kernel[0] + " wakes were traced");
        near("wakes", kernel[0], worker[0], 2 + kernel[0] / 50);
        near("mean in us", kernel[1], worker[1], WAYS_US + kernel[1] / 20);
        between("median in us", kernel[2], kernel[3], worker[2]);
        between("90th percentile in us", kernel[4], kernel[5], worker[3]);
    }

    // A quantile of the workers lies between those of the kernel that are two hundredths below and above.
    private static void between(String what, long low, long high, long worker) {
        long bucket = high / 50; // half a bucket of a histogram is 1.6 %
        assertTrue(
                worker >= low - bucket && worker <= high + bucket + WAYS_US,
                () -> "%s: the kernel says %d to %d, the workers %d".formatted(what, low, high, worker));
    }

    @Test
    void run_delay_and_switches_are_those_of_proc() {
        Ran ran = Guest.of(Traced.class, "countersAreRead").run();

        System.out.println(ran.out());
        assertEquals("passed", ran.label(), ran::why);
        List<long[]> workers = ran.out()
                .lines()
                .filter(each -> each.startsWith("worker = "))
                .map(each -> numbers(each.substring("worker = ".length())))
                .toList();
        assertEquals(6, workers.size());
        for (long[] each : workers) {
            near("run delay in ns", each[1], each[2], each[1] / 50);
            near("switches", each[3], each[4], 2 + each[3] / 50);
        }
    }

    private static long[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static void near(String what, long kernel, long worker, long atMost) {
        assertTrue(
                Math.abs(kernel - worker) <= atMost,
                () -> "%s: the kernel says %d, the workers %d".formatted(what, kernel, worker));
    }
}
