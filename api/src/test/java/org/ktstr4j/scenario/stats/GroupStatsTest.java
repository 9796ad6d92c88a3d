// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;

class GroupStatsTest {
    @Test
    void a_report_is_read() {
        GroupStats stats = GroupStats.fromJson(Reports.BY_HAND);

        assertEquals("a", stats.group());
        assertEquals(110, stats.iterations());
        assertEquals(750_000_000, stats.onCpuNs());
        assertEquals(Set.of(0, 1), stats.cpus());
        assertEquals(2, stats.blocked().count());
        WorkerStats first = stats.workers().getFirst();
        assertEquals(1_000_000_000, first.wallNs());
        assertEquals(100_000_000, first.delayNs());
        assertEquals(7_000_000, first.gapNs());
        assertTrue(first.well());
        assertEquals(Map.of(0, 12L, 1, 4L), stats.workers().getLast().pages());
        assertEquals(-1, stats.workers().getLast().delayNs());
    }

    @Test
    void a_later_state_without_an_earlier_one_is_what_was_done_between() {
        GroupStats earlier = GroupStats.fromJson(Reports.BY_HAND);
        String later = Reports.BY_HAND
                .replace("[71,\"stopped\",1000000000,2000000000,50,40", "[71,\"stopped\",1000000000,2500000000,80,70")
                .replace("7000000,\n1500000000", "9000000,\n2100000000");

        GroupStats between = GroupStats.fromJson(later).minus(earlier);

        WorkerStats first = between.workers().getFirst();
        assertEquals(30, first.iterations());
        assertEquals(2_000_000_000, first.beganNs());
        assertEquals(500_000_000, first.wallNs());
        assertEquals(9_000_000, first.gapNs());
        WorkerStats second = between.workers().getLast();
        assertEquals(0, second.iterations());
        assertEquals(-1, second.delayNs());
        assertEquals(-1, second.gapNs());
        assertEquals(0, between.wake().count());
    }

    @Test
    void a_worker_that_died_did_not_end_well() {
        assertFalse(GroupStats.fromJson(Reports.BY_HAND.replace("\"stopped\"", "\"signal 9\""))
                .workers()
                .getFirst()
                .well());
    }

    @Test
    void what_is_no_report_says_what_is_wrong_with_it() {
        assertEquals(
                "read report of workers: \"blocked.buckets[0]\" must be a bucket of 0 to 1247, was 96000",
                Messages.refused(() -> GroupStats.fromJson(Reports.BY_HAND.replace("[96,1,", "[96000,1,"))));
        assertEquals(
                "read report of workers: \"workers[0]\" must be a list of 18 fields, was [71]",
                Messages.refused(() -> GroupStats.fromJson(
                        Reports.BY_HAND.substring(0, Reports.BY_HAND.indexOf("[[71")) + "[[71]]}")));
    }
}
