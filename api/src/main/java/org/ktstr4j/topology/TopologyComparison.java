// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ktstr4j.topology.SysfsTopology.SeenCache;
import org.ktstr4j.topology.SysfsTopology.SeenCpu;
import org.ktstr4j.topology.SysfsTopology.SeenNode;

/// Declared against seen, group by group: one sentence for each core, LLC or node that is not as declared.
final class TopologyComparison {
    private final Topology declared;
    private final SysfsTopology seen;
    private final Map<Integer, SeenCpu> byCpu = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    TopologyComparison(Topology declared, SysfsTopology seen) {
        this.declared = declared;
        this.seen = seen;
        seen.cpus().forEach(c -> byCpu.put(c.cpu(), c));
    }

    List<String> differences() {
        List<Integer> all = IntStream.range(0, declared.cpus()).boxed().toList();
        if (!all.equals(List.copyOf(byCpu.keySet()))) {
            differences.add("online CPUs: declared %s (%d), the kernel shows %s (%d)"
                    .formatted(CpuList.format(all), all.size(), CpuList.format(byCpu.keySet()), byCpu.size()));
            return differences;
        }
        for (int cpu = 0; cpu < declared.cpus(); cpu += declared.threadsPerCore()) {
            int core = cpu / declared.threadsPerCore();
            group("core " + core, declared.siblings(cpu), SeenCpu::siblings);
        }
        for (int llc = 0; llc < declared.llcs(); llc++) {
            group("LLC " + llc, declared.cpusOfLlc(llc), SeenCpu::llcCpus);
        }
        lowerCaches();
        noCaches();
        nodes();
        return differences;
    }

    private void group(String name, List<Integer> expected, Function<SeenCpu, List<Integer>> shown) {
        Map<List<Integer>, List<Integer>> cpusByShown = new LinkedHashMap<>();
        for (int cpu : expected) {
            List<Integer> set = shown.apply(seenCpu(cpu));
            if (!set.equals(expected)) {
                cpusByShown.computeIfAbsent(set, _ -> new ArrayList<>()).add(cpu);
            }
        }
        if (!cpusByShown.isEmpty()) {
            String found = cpusByShown.entrySet().stream()
                    .map(e -> "%s for CPU %s".formatted(CpuList.format(e.getKey()), CpuList.format(e.getValue())))
                    .collect(Collectors.joining(", "));
            differences.add(
                    "%s: declared CPUs %s, the kernel shows %s".formatted(name, CpuList.format(expected), found));
        }
    }

    private SeenCpu seenCpu(int cpu) {
        SeenCpu found = byCpu.get(cpu);
        if (found == null) {
            throw new IllegalStateException("CPU %d is online, but was not read".formatted(cpu));
        }
        return found;
    }

    /// A lower cache that is shared wider or narrower than a core moves the scheduler's domains.
    private void lowerCaches() {
        for (int cpu = 0; cpu < declared.cpus(); cpu++) {
            for (SeenCache cache : seenCpu(cpu).caches()) {
                boolean last = cache.cpus().equals(seenCpu(cpu).llcCpus());
                if (!last && !cache.cpus().equals(declared.siblings(cpu))) {
                    differences.add("L%d cache of CPU %d: declared CPUs %s, the kernel shows %s"
                            .formatted(
                                    cache.level(),
                                    cpu,
                                    CpuList.format(declared.siblings(cpu)),
                                    CpuList.format(cache.cpus())));
                }
            }
        }
    }

    private void noCaches() {
        List<Integer> none = seen.cpus().stream()
                .filter(c -> c.caches().isEmpty())
                .map(SeenCpu::cpu)
                .toList();
        if (!none.isEmpty()) {
            differences.add("caches: the kernel describes none for CPU %s".formatted(CpuList.format(none)));
        }
    }

    private void nodes() {
        List<Integer> shown = seen.nodes().stream().map(SeenNode::node).toList();
        List<Integer> expected = IntStream.range(0, declared.nodes()).boxed().toList();
        if (!shown.equals(expected)) {
            differences.add("NUMA nodes: declared %s, the kernel shows %s"
                    .formatted(CpuList.format(expected), CpuList.format(shown)));
            return;
        }
        for (SeenNode node : seen.nodes()) {
            List<Integer> cpus = declared.cpusOfNode(node.node());
            if (!cpus.equals(node.cpus())) {
                differences.add("node %d: declared CPUs %s, the kernel shows \"%s\""
                        .formatted(node.node(), CpuList.format(cpus), CpuList.format(node.cpus())));
            }
            List<Integer> distances = expected.stream()
                    .map(to -> declared.distance(node.node(), to))
                    .toList();
            if (!distances.equals(node.distances())) {
                differences.add("node %d: declared distances %s, the kernel shows %s"
                        .formatted(node.node(), distances, node.distances()));
            }
        }
    }
}
