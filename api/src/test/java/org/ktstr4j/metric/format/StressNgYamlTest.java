// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.metric.MetricStream;

class StressNgYamlTest {
    @Test
    void metrics_are_named_by_stressor_not_by_position() {
        Found found = Found.inFiles(new StressNgYaml(), "stress-ng-0.15.06-cpu-switch.yaml");

        assertEquals("395178.465007 bogo-ops/s HigherBetter", found.get("switch.bogo-ops-per-second-real-time"));
        assertEquals("2068 bogo-ops HigherBetter", found.get("cpu.bogo-ops"));
        assertEquals("2.000825 s Unknown", found.get("cpu.wall-clock-time"));
        assertEquals("6608 KiB LowerBetter", found.get("cpu.max-rss"));
        assertEquals("2526.88019 ns LowerBetter", found.get("switch.nanosecs-per-context-switch-pipe-method"));
        assertEquals(MetricStream.FILE, found.metric("cpu.bogo-ops").stream());
        assertEquals(List.of(), found.notices());
        assertEquals(17, found.names().size());
    }

    @Test
    void exponents_and_times_are_read() {
        Found exponents = Found.inFiles(new StressNgYaml(), "stress-ng-0.15.06-switch-sn.yaml");
        Found times = Found.inFiles(new StressNgYaml(), "stress-ng-0.15.06-brief-times.yaml");

        assertEquals("2785.001 ns LowerBetter", exponents.get("switch.nanosecs-per-context-switch-pipe-method"));
        assertEquals("1.014097 s Unknown", times.get("times.run-time"));
        assertEquals("31.555175 % Unknown", times.get("times.user-time-percent"));
        assertEquals("3.71875 Unknown", times.get("times.load-average-1-minute"));
        assertEquals("54635.251543 ns LowerBetter", times.get("yield.ns-duration-per-schedyield-call"));
    }

    @Test
    void instances_of_newer_versions_are_numbered() {
        Found found = Found.in(new StressNgYaml(), """
                ---
                system-info:
                  hostname: "no"
                metrics:
                  - stressor: "cpu"
                    bogo-ops: 7
                    instances:
                    - instance: 0
                      bogo-ops: 3
                    - instance: 1
                      bogo-ops: 4
                    max-rss: 9
                ...
                """, "");

        assertEquals(
                List.of(
                        "cpu.bogo-ops",
                        "cpu.instances.0.instance",
                        "cpu.instances.0.bogo-ops",
                        "cpu.instances.1.instance",
                        "cpu.instances.1.bogo-ops",
                        "cpu.max-rss"),
                found.names());
        assertEquals("4 bogo-ops HigherBetter", found.get("cpu.instances.1.bogo-ops"));
    }

    @Test
    void the_document_is_found_in_the_log_of_newer_versions() {
        String log = "stress-ng: info:  [1] dispatching hogs\n";
        String yaml = Found.sample("stress-ng-0.15.06-cpu-switch.yaml")
                .replace("\n    - stressor", "\n" + log + "    - stressor");

        assertEquals(
                "2068 bogo-ops HigherBetter",
                Found.in(new StressNgYaml(), log + yaml + log, "").get("cpu.bogo-ops"));
    }

    @Test
    void a_file_cut_in_the_middle_gives_what_came_before() {
        String yaml = Found.sample("stress-ng-0.15.06-cpu-switch.yaml");
        Found found = Found.in(new StressNgYaml(), yaml.substring(0, yaml.indexOf("bogo-ops: 790478")) + "\"x", "");

        assertEquals("2068 bogo-ops HigherBetter", found.get("cpu.bogo-ops"));
        assertEquals("none", found.get("switch.bogo-ops"));
        assertTrue(
                found.notices().getFirst().startsWith("the YAML of stress-ng ends early: "), found.notices()::toString);
    }

    @Test
    void no_document_gives_nothing() {
        assertEquals(
                List.of(),
                Found.in(new StressNgYaml(), "stress-ng: info: [1] x\n", "").names());
    }
}
