// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static double value(PayloadRecord run, String metric) {
        return run.metrics().metrics().stream()
                .filter(each -> each.name().equals(metric))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
