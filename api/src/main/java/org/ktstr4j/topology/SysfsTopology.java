// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// The CPUs of a machine as its kernel shows them in sysfs.
///
/// Read in the guest before a body runs, and compared with what was declared. The root is a parameter, so
/// that a recorded tree can stand in for `/sys`.
///
/// - Source: `devices/system/cpu/` (`online`, `cpuN/topology/`, `cpuN/cache/indexN/`) and
///   `devices/system/node/`; see `Documentation/ABI/stable/sysfs-devices-system-cpu` and `…-node` in the
///   kernel tree.
/// - Immutable, compared by value.
///
/// @param cpus one entry per online CPU, ascending by number, never empty
/// @param nodes one entry per online NUMA node, ascending by number; a single node 0 with all CPUs where the
/// kernel has no NUMA
public record SysfsTopology(List<SeenCpu> cpus, List<SeenNode> nodes) {
    /// One online CPU.
    ///
    /// @param cpu number of the CPU, 0 and up
    /// @param packageId `physical_package_id`: the socket, -1 if the kernel does not tell
    /// @param siblings CPUs on the same core, itself included (`thread_siblings_list`), ascending
    /// @param caches its data and unified caches, one for each level, ascending by level; empty if sysfs
    /// describes none
    public record SeenCpu(int cpu, int packageId, List<Integer> siblings, List<SeenCache> caches) {
        /// One online CPU; the lists are copied.
        public SeenCpu {
            siblings = List.copyOf(siblings);
            caches = List.copyOf(caches);
        }

        /// {@return the CPUs that share its last-level cache, itself included: ascending; only itself if
        /// there is none}
        public List<Integer> llcCpus() {
            return caches.isEmpty() ? List.of(cpu) : caches.getLast().cpus();
        }
    }

    /// One cache as a CPU sees it.
    ///
    /// @param level 1 and up
    /// @param cpus CPUs that share it, the one that sees it included (`shared_cpu_list`), ascending
    public record SeenCache(int level, List<Integer> cpus) {
        /// One cache; the list is copied.
        public SeenCache {
            cpus = List.copyOf(cpus);
        }
    }

    /// One online NUMA node.
    ///
    /// @param node number of the node, 0 and up
    /// @param cpus its CPUs (`cpulist`), ascending; empty for a node of memory only
    /// @param distances SLIT distances to the online nodes, in their order (`distance`), 10 meaning local
    public record SeenNode(int node, List<Integer> cpus, List<Integer> distances) {
        /// One online NUMA node; the lists are copied.
        public SeenNode {
            cpus = List.copyOf(cpus);
            distances = List.copyOf(distances);
        }
    }

    /// What a kernel shows; the lists are copied.
    public SysfsTopology {
        cpus = List.copyOf(cpus);
        nodes = List.copyOf(nodes);
    }

    /// {@return what the kernel of a sysfs tree shows}
    ///
    /// @param sys root of the tree: `/sys`, or a recorded one
    /// @throws UncheckedIOException if a file that every kernel has is missing or cannot be read; the message
    /// names it
    /// @throws IllegalArgumentException if a list in it cannot be parsed
    public static SysfsTopology read(Path sys) {
        Path cpuDir = sys.resolve("devices/system/cpu");
        List<Integer> online = CpuList.parse(text(cpuDir.resolve("online")));
        List<SeenCpu> cpus = online.stream()
                .map(cpu -> cpu(cpuDir.resolve("cpu" + cpu), cpu))
                .toList();
        return new SysfsTopology(cpus, nodes(sys.resolve("devices/system/node"), online));
    }

    /// {@return the differences between a declaration and a kernel's view, each a sentence; empty if they
    /// agree}
    ///
    /// Compared are the online CPUs, SMT siblings, the CPUs of each last-level cache, that lower caches
    /// belong to one core each, the CPUs of each node, and the distances. If the online CPUs differ, only
    /// that is said, because everything else would follow from it.
    ///
    /// @param declared what the test asked for
    /// @param seen what the kernel shows
    public static List<String> compare(Topology declared, SysfsTopology seen) {
        return new TopologyComparison(declared, seen).differences();
    }

    private static SeenCpu cpu(Path dir, int cpu) {
        Path topology = dir.resolve("topology");
        String packageId = optional(topology.resolve("physical_package_id"), "-1");
        List<Integer> siblings = CpuList.parse(text(topology.resolve("thread_siblings_list")));
        TreeMap<Integer, SeenCache> caches = new TreeMap<>();
        for (Path index : cacheIndexes(dir.resolve("cache"))) {
            if (!text(index.resolve("type")).equals("Instruction")) {
                int level = Integer.parseInt(text(index.resolve("level")));
                caches.put(level, new SeenCache(level, CpuList.parse(text(index.resolve("shared_cpu_list")))));
            }
        }
        return new SeenCpu(cpu, Integer.parseInt(packageId), siblings, List.copyOf(caches.values()));
    }

    private static List<Path> cacheIndexes(Path cache) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(cache)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(cache, "index*")) {
                entries.forEach(found::add);
            } catch (IOException e) {
                throw failed(cache, e);
            }
        }
        return found;
    }

    private static List<SeenNode> nodes(Path dir, List<Integer> online) {
        if (!Files.exists(dir.resolve("online"))) {
            return List.of(new SeenNode(0, online, List.of(Topology.LOCAL_DISTANCE)));
        }
        List<SeenNode> found = new ArrayList<>();
        for (int node : CpuList.parse(text(dir.resolve("online")))) {
            Path at = dir.resolve("node" + node);
            List<Integer> distances = Arrays.stream(text(at.resolve("distance")).split("\\s+", -1))
                    .map(Integer::valueOf)
                    .toList();
            found.add(new SeenNode(node, CpuList.parse(text(at.resolve("cpulist"))), distances));
        }
        return found;
    }

    private static String optional(Path file, String otherwise) {
        return Files.exists(file) ? text(file) : otherwise;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static UncheckedIOException failed(Path file, IOException e) {
        String found = e instanceof NoSuchFileException ? "no such file" : e.toString();
        return new UncheckedIOException(
                "read the CPU topology from %s: %s; is it below a sysfs root?".formatted(file, found), e);
    }
}
