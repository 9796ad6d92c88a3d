// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ktstr4j.topology.SysfsTopology.SeenCache;
import org.ktstr4j.topology.SysfsTopology.SeenCpu;
import org.ktstr4j.topology.SysfsTopology.SeenNode;

class SysfsTopologyTest {
    @TempDir
    Path sys;

    /// Unpacks a recorded tree; see `sysfs/README.md` among the test resources.
    private SysfsTopology recorded(String name) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/sysfs/" + name + ".txt")) {
            String text = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                int equals = line.indexOf('=');
                put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return SysfsTopology.read(sys);
    }

    private void put(String path, String content) throws IOException {
        Path file = sys.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "linux-7.3.4, 1n1l1c1t",
        "linux-7.3.4, 1n2l4c2t",
        "linux-7.3.4, 2n4l2c1t",
        "linux-7.3.4, 1n3l3c1t",
        "linux-7.3.4, 1n3l1c3t",
        "linux-6.18.15, 1n1l1c1t",
        "linux-6.18.15, 1n2l4c2t",
        "linux-6.18.15, 2n4l2c1t",
        "linux-6.18.15, 1n3l3c1t",
        "linux-6.18.15, 1n3l1c3t"
    })
    void a_recorded_guest_shows_what_was_declared(String kernel, String declared) throws IOException {
        SysfsTopology seen = recorded(kernel + "-" + declared);

        assertEquals(List.of(), SysfsTopology.compare(Topology.parse(declared), seen));
    }

    @Test
    void facts_of_each_cpu_and_node_are_read() throws IOException {
        SysfsTopology seen = recorded("linux-7.3.4-2n4l2c1t");

        assertEquals(8, seen.cpus().size());
        assertEquals(
                new SeenCpu(
                        5,
                        2,
                        List.of(5),
                        List.of(
                                new SeenCache(1, List.of(5)),
                                new SeenCache(2, List.of(5)),
                                new SeenCache(3, List.of(4, 5)))),
                seen.cpus().get(5));
        assertEquals(List.of(4, 5), seen.cpus().get(5).llcCpus());
        assertEquals(
                List.of(
                        new SeenNode(0, List.of(0, 1, 2, 3), List.of(10, 20)),
                        new SeenNode(1, List.of(4, 5, 6, 7), List.of(20, 10))),
                seen.nodes());
    }

    @Test
    void each_group_that_differs_is_told_once() throws IOException {
        SysfsTopology seen = recorded("linux-7.3.4-1n2l4c2t");

        assertEquals(
                List.of(
                        "LLC 0: declared CPUs 0-3, the kernel shows 0-7 for CPU 0-3",
                        "LLC 1: declared CPUs 4-7, the kernel shows 0-7 for CPU 4-7",
                        "LLC 2: declared CPUs 8-11, the kernel shows 8-15 for CPU 8-11",
                        "LLC 3: declared CPUs 12-15, the kernel shows 8-15 for CPU 12-15"),
                SysfsTopology.compare(Topology.parse("1n4l2c2t"), seen));
        assertEquals(
                "core 0: declared CPUs 0, the kernel shows 0-1 for CPU 0",
                SysfsTopology.compare(Topology.parse("1n2l8c1t"), seen).getFirst());
    }

    @Test
    void missing_cpus_are_the_only_difference_told() throws IOException {
        SysfsTopology seen = recorded("linux-7.3.4-1n3l3c1t");

        assertEquals(
                List.of("online CPUs: declared 0-11 (12), the kernel shows 0-8 (9)"),
                SysfsTopology.compare(Topology.parse("1n3l4c1t"), seen));
    }

    @Test
    void nodes_and_distances_are_compared() throws IOException {
        SysfsTopology two = recorded("linux-6.18.15-2n4l2c1t");
        SysfsTopology swapped = new SysfsTopology(
                two.cpus(),
                List.of(new SeenNode(0, List.of(0, 1), List.of(10, 21)), new SeenNode(1, List.of(), List.of(20, 10))));

        assertEquals(
                List.of("NUMA nodes: declared 0, the kernel shows 0-1"),
                SysfsTopology.compare(Topology.parse("1n4l2c1t"), two));
        assertEquals(
                List.of(
                        "node 0: declared CPUs 0-3, the kernel shows \"0-1\"",
                        "node 0: declared distances [10, 20], the kernel shows [10, 21]",
                        "node 1: declared CPUs 4-7, the kernel shows \"\""),
                SysfsTopology.compare(Topology.parse("2n4l2c1t"), swapped));
    }

    @Test
    void caches_that_siblings_do_not_share_are_found() throws IOException {
        SysfsTopology seen = recorded("amd-like-2l2c2t");

        List<String> differences = SysfsTopology.compare(Topology.parse("1n2l2c2t"), seen);

        assertEquals(16, differences.size());
        assertEquals("L1 cache of CPU 0: declared CPUs 0-1, the kernel shows 0", differences.getFirst());
        assertEquals("L2 cache of CPU 7: declared CPUs 6-7, the kernel shows 7", differences.getLast());
    }

    @Test
    void a_kernel_without_caches_and_nodes_is_read_and_differs() throws IOException {
        put("devices/system/cpu/online", "0-1");
        put("devices/system/cpu/cpu0/topology/thread_siblings_list", "0");
        put("devices/system/cpu/cpu1/topology/thread_siblings_list", "1");

        SysfsTopology seen = SysfsTopology.read(sys);

        assertEquals(List.of(new SeenNode(0, List.of(0, 1), List.of(10))), seen.nodes());
        assertEquals(new SeenCpu(1, -1, List.of(1), List.of()), seen.cpus().get(1));
        assertEquals(
                List.of(
                        "LLC 0: declared CPUs 0-1, the kernel shows 0 for CPU 0, 1 for CPU 1",
                        "caches: the kernel describes none for CPU 0-1"),
                SysfsTopology.compare(Topology.parse("1n1l2c1t"), seen));
    }

    @Test
    void a_directory_that_is_no_sysfs_is_refused() {
        var e = assertThrows(UncheckedIOException.class, () -> SysfsTopology.read(sys));

        assertEquals(
                "read the CPU topology from " + sys.resolve("devices/system/cpu/online")
                        + ": no such file; is it below a sysfs root?",
                e.getMessage());
    }

    @Test
    void the_machine_that_runs_this_test_can_be_read() {
        SysfsTopology seen = SysfsTopology.read(Path.of("/sys"));

        assertTrue(seen.cpus().size() >= 1);
        assertTrue(seen.nodes().size() >= 1);
    }
}
