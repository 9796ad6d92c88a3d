// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.ktstr4j.metric.MetricStream;

class SchbenchTest {
    @Test
    void percentiles_come_from_the_json_and_samples_from_the_text() {
        Found found = read("default");

        assertEquals("17312 us LowerBetter", found.get("int.wakeup_latency_pct99.0"));
        assertEquals("55 req/s HigherBetter", found.get("int.rps_pct50.0"));
        assertEquals("5 s TargetValue(5)", found.get("int.runtime"));
        assertEquals("none", found.get("int.time"));
        assertEquals("430 count Unknown", found.get("wakeup_samples"));
        assertEquals("430 count Unknown", found.get("request_samples"));
        assertEquals("86 req/s HigherBetter", found.get("average_rps"));
        assertEquals(MetricStream.STDERR, found.metric("average_rps").stream());
    }

    @Test
    void delays_are_those_of_the_last_interval_not_of_the_final_block() {
        Found found = read("default");

        assertEquals("3134 us LowerBetter", found.get("sched_delay_message"));
        assertEquals("4998 us LowerBetter", found.get("sched_delay_worker"));
        assertEquals(
                "sched delay: message 3134 (usec) worker 4998 (usec)",
                found.metric("sched_delay_message").raw());
    }

    @Test
    void a_run_without_intervals_has_no_delays() {
        assertEquals("none", read("rps-mode").get("sched_delay_worker"));
    }

    @Test
    void pipe_mode_has_wakeups_and_a_rate() {
        Found found = read("pipe");

        assertEquals("168167.04 ops/s HigherBetter", found.get("transfer_ops"));
        assertEquals("1014291 count Unknown", found.get("wakeup_samples"));
        assertEquals("none", found.get("int.request_latency_pct99.0"));
    }

    @Test
    void without_json_the_figures_come_from_the_last_block_of_the_text() {
        Found found = Found.in(new Schbench(), "", Found.sample("schbench-24e32b8-default.stderr.txt"));

        assertEquals("17312 us LowerBetter", found.get("int.wakeup_latency_pct99.0"));
        assertEquals("3223552 us LowerBetter", found.get("int.request_latency_pct99.9"));
        assertEquals("18541 us LowerBetter", found.get("int.wakeup_latency_max"));
        assertEquals("52 req/s HigherBetter", found.get("int.rps_min"));
    }

    private static Found read(String name) {
        return Found.in(
                new Schbench(),
                Found.sample("schbench-24e32b8-" + name + ".json"),
                Found.sample("schbench-24e32b8-" + name + ".stderr.txt"));
    }
}
