// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.ktstr4j.payload.PayloadRecord;

class PayloadTableTest {
    @Test
    void what_is_described_or_checked_is_shown_and_the_rest_is_counted() {
        assertEquals("""
                fio  finished, exit code 0, 2500 ms, cgroup /sys/fs/cgroup/ktstr/b
                  jobs.0.read.iops            12345.5 IO/s  higher is better
                  jobs.0.read.clat_ns.mean         7400 ns  lower is better
                  jobs.0.usr_cpu                        25  target 25
                  jobs.0.sys_cpu                     5.5 %  target 6.25 %
                  jobs.0.read.runtime              2000 ms
                  jobs.0.error                           0
                  and 2 metrics without unit or check
                  check passed        jobs.0.read.iops ≥ 1000
                  check failed        jobs.0.error ≤ -1: expected ≤ -1, was 0
                  check inconclusive  jobs.0.write exists: it is not in the output
                  check passed        exit code = 0""", table(Recorded.fio()));
    }

    @Test
    void a_program_without_metrics_has_one_line() {
        assertEquals("stress-ng  timed-out, signal 9, 0 ms", table(Recorded.killed()));
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void numbers_look_the_same_everywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertEquals("stress-ng  timed-out, signal 9, 0 ms", table(Recorded.killed()));
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String table(PayloadRecord record) {
        return String.join("\n", PayloadTable.lines(record));
    }
}
