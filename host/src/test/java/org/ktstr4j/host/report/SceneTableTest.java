// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Histogram;
import org.ktstr4j.scenario.stats.WorkerStats;

class SceneTableTest {
    private static final long MS = 1_000_000;

    private final List<History.Entry> records = new ArrayList<>();

    private void at(long ms, LogRecord record) {
        records.add(new History.Entry(ms * MS, record));
    }

    private List<String> lines() {
        return SceneTable.lines(new History(records, null));
    }

    private static GroupStats group(String name, Histogram wake) {
        WorkerStats worker = new WorkerStats(
                7,
                "stopped",
                MS,
                1001 * MS,
                5,
                5,
                250 * MS,
                250 * MS,
                0,
                1,
                1,
                1,
                3,
                4 * MS,
                MS,
                2,
                Map.of(2, MS),
                Map.of());
        return new GroupStats(name, "PipeIo", 0, List.of(worker), Histogram.EMPTY, wake, Histogram.EMPTY);
    }

    @Test
    void steps_operations_groups_and_limits_are_told_in_their_order() {
        at(100, new LogRecord.ScenarioBegan("{\"name\":\"resize\"}", 2000 * MS, "sim", "not starved (profile sim)"));
        at(100, new LogRecord.Mark(1, "first", "begin", -1));
        at(110, new LogRecord.Mark(1, "first", "hold", 100));
        at(1110, new LogRecord.Mark(1, "first", "end", 4100));
        at(1120, new LogRecord.Mark(2, "", "begin", -1));
        at(1130, new LogRecord.Mark(2, "", "SetCpuset", -1));
        at(1140, new LogRecord.Mark(2, "", "MoveAll", -1));
        at(1150, new LogRecord.Mark(2, "", "hold", 4100));
        at(3150, new LogRecord.Mark(2, "", "end", 5100));
        at(3160, new LogRecord.Workers(group("left", Histogram.of(9_000, 9_000))));

        assertEquals(
                List.of(
                        "scenario resize: 2.00 s of holds planned",
                        "     0.01 s  step 1 \"first\"                     1.00 s        4000 iterations/s",
                        "     1.03 s  SetCpuset, MoveAll",
                        "     1.05 s  step 2                             2.00 s         500 iterations/s",
                        "  left       1 x PipeIo  CPUs 2  on a CPU 25 %  longest gap 4.0 ms"
                                + "  wake-to-run p50 9 us, p99 9 us  migrations 3",
                        "  limits: not starved (profile sim)"),
                lines());
    }

    @Test
    void a_run_without_scenarios_has_no_lines() {
        at(1, new LogRecord.Mark(1, "", "begin", -1));

        assertEquals(List.of(), lines());
    }

    @Test
    void many_groups_are_counted() {
        at(0, new LogRecord.ScenarioBegan("{\"name\":\"many\"}", MS, "sim", ""));
        for (int i = 0; i < 200; i++) at(1, new LogRecord.Workers(group("c" + i, Histogram.EMPTY)));

        assertEquals("  and 188 more groups", lines().getLast());
    }
}
