// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.vmtests.fixture.Selftests;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// The runner of the kernel tree's sched_ext selftests as a payload.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class SelftestVmTest {
    @Test
    void its_results_are_imported_and_nothing_counts_that_did_not_run() {
        Ran ran = Guest.of(Selftests.class, "runs").run();

        assertEquals("passed", ran.label(), ran::why);
        List<PayloadRecord> runs = ran.payloads();
        assertEquals(1, value(runs.get(0), "test.minimal"));
        assertEquals(1, value(runs.get(1), "test.create_dsq"));
        assertEquals(1, value(runs.get(2), "test.enq_last_no_enq_fails"));
        PayloadRecord died = runs.get(3);
        assertEquals(0, value(died, "passed"));
        assertEquals(0, value(died, "failed"));
        assertEquals(0, value(died, "complete"));
    }

    @Test
    void a_whole_run_is_complete_and_each_test_has_a_result() {
        Ran ran = Guest.of(Selftests.class, "runsAll").run();

        PayloadRecord run = ran.payloads().getFirst();
        assertEquals("passed", ran.label(), ran::why);
        assertEquals(1, value(run, "complete"));
        assertTrue(value(run, "passed") >= 20, run::toString);
        assertEquals(1, value(run, "test.minimal"));
        assertEquals(1, value(run, "test.reload_loop"));
    }

    @Test
    void of_a_test_that_panics_the_kernel_nothing_counts() {
        Ran ran = Guest.of(Selftests.class, "panics").run();

        assertEquals("failed", ran.label());
        assertTrue(ran.why().startsWith("while the body ran, the guest's kernel panicked: "), ran::why);
        assertTrue(ran.why().contains("sysrq triggered crash"), ran::why);
        assertEquals(1, ran.payloads().size(), "only the run before it has a record");
        assertEquals(1, value(ran.payloads().getFirst(), "test.minimal"));
    }

    private static double value(PayloadRecord run, String metric) {
        return run.metrics().metrics().stream()
                .filter(each -> each.name().equals(metric))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
