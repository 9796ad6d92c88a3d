// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ktstr4j.scheduler.ProgramFigures;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.VerifierLog;

class SchedulerTableTest {
    @Test
    void one_run_is_a_list() {
        assertEquals("""
                verified instructions of  simple
                simple_init                   42
                total                         42""", table(Map.of("simple", run(false, program("simple_init", 42)))));
    }

    @Test
    void two_runs_are_compared_by_program() {
        assertEquals("""
                verified instructions of  debian:7.3  debian:6.18  change
                simple_init                       42           40      -2
                simple_exit                        7            -
                simple_new                         -           50
                total                             49           90     +41""", table(two(false)));
    }

    @Test
    void states_are_shown_if_both_have_a_log() {
        assertEquals("""

                states in all of          debian:7.3  debian:6.18  change
                simple_init                        3            3      +0
                simple_exit                        3            -
                simple_new                         -            3
                total                              6            6      +0

                most states at a time of  debian:7.3  debian:6.18  change
                simple_init                        4            4      +0
                simple_exit                        4            -
                simple_new                         -            4
                total                              8            8      +0""", table(two(true)).substring(table(two(false)).length() + 1));
    }

    private static Map<String, SchedulerAttached> two(boolean withLog) {
        Map<String, SchedulerAttached> runs = new LinkedHashMap<>();
        runs.put("debian:7.3", run(withLog, program("simple_init", 42), program("simple_exit", 7)));
        runs.put("debian:6.18", run(withLog, program("simple_init", 40), program("simple_new", 50)));
        return runs;
    }

    private static String table(Map<String, SchedulerAttached> runs) {
        return String.join("\n", SchedulerTable.verified(runs));
    }

    private static SchedulerAttached run(boolean withLog, ProgramFigures... programs) {
        List<VerifierLog.Figures> log = List.of(programs).stream()
                .map(each -> new VerifierLog.Figures(each.name(), each.verifiedInsns(), 1_000_000, 1, 3, 4, 2))
                .toList();
        return new SchedulerAttached("simple", "simple", 7, 1, 1, withLog ? log : List.of(), List.of(programs));
    }

    private static ProgramFigures program(String name, long verified) {
        return new ProgramFigures(1, name, 27, verified, 1, 1);
    }
}
