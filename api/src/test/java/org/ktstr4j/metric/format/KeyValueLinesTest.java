// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.metric.MetricStream;

class KeyValueLinesTest {
    @Test
    void a_line_of_key_and_number_is_a_metric() {
        Found found = read("throughput: 55.5 MB/s\n  lat  p99 = 1e3us\r\nshare:12%\nzero: 0\n");

        assertEquals(List.of("throughput", "lat_p99", "share", "zero"), found.names());
        assertEquals("55.5 MB/s Unknown", found.get("throughput"));
        assertEquals("1000 us Unknown", found.get("lat_p99"));
        assertEquals("12 % Unknown", found.get("share"));
        assertEquals("lat  p99 = 1e3us", found.metric("lat_p99").raw());
    }

    @Test
    void other_lines_are_ignored() {
        assertEquals(
                List.of(),
                read("12:30:45\nname: fio\na: b: 5\n: 5\nrank: 2nd\nversion: 1.2.3\nn: 5 and more words\nx: nan\nplain\n")
                        .names());
    }

    @Test
    void stderr_is_read_only_if_stdout_has_none() {
        Found found = Found.in(new KeyValueLines(), "nothing here", "rate: 5");

        assertEquals(MetricStream.STDERR, found.metric("rate").stream());
        assertEquals(List.of("a"), Found.in(new KeyValueLines(), "a: 1", "b: 2").names());
    }

    private static Found read(String stdout) {
        return Found.in(new KeyValueLines(), stdout, "");
    }
}
