// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ktstr4j.topology.Topology;

/// CPUs of a cpuset, said in terms of the machine. All but [Exact] leave out the CPUs that the scenario
/// reserves, which are the last ones.
public sealed interface CpusetSpec {
    /// The CPUs of one LLC.
    ///
    /// @param llc its number
    record Llc(int llc) implements CpusetSpec {}

    /// The CPUs of one NUMA node.
    ///
    /// @param node its number
    record Numa(int node) implements CpusetSpec {}

    /// The CPUs between two fractions of all.
    ///
    /// @param from 0 to 1
    /// @param to above `from`, at most 1
    record Range(double from, double to) implements CpusetSpec {}

    /// One of equal parts, the last of which has the rest.
    ///
    /// @param part its number
    /// @param of how many parts there are
    record Disjoint(int part, int of) implements CpusetSpec {}

    /// One of equal parts, grown into its neighbours.
    ///
    /// @param part its number
    /// @param of how many parts there are
    /// @param fraction of a part that it grows on each inner side, 0 to 1
    record Overlap(int part, int of, double fraction) implements CpusetSpec {}

    /// These CPUs.
    ///
    /// @param cpus as the kernel numbers them
    record Exact(Set<Integer> cpus) implements CpusetSpec {
        /// With a set of its own, ascending.
        public Exact {
            cpus = Collections.unmodifiableSet(new TreeSet<>(cpus));
        }
    }

    /// {@return the CPUs: ascending, at least one}
    ///
    /// @param topology the machine
    /// @param reserved how many of the last CPUs are left out
    /// @throws IllegalArgumentException if there is none, or the spec makes no sense; says what was found
    ///     and what to do
    default Set<Integer> resolve(Topology topology, int reserved) {
        int usable = topology.cpus() - reserved;
        Set<Integer> cpus = switch (this) {
            case Llc(int llc) -> below(usable, topology.cpusOfLlc(index(llc, topology.llcs(), "LLC")));
            case Numa(int node) -> below(usable, topology.cpusOfNode(index(node, topology.nodes(), "node")));
            case Range(double from, double to) -> {
                if (!(from >= 0 && from < to && to <= 1)) throw refused("use 0 ≤ from < to ≤ 1");
                yield between((int) Math.floor(usable * from), (int) Math.floor(usable * to));
            }
            case Disjoint(int part, int of) -> part(part, of, 0, usable);
            case Overlap(int part, int of, double fraction) -> {
                if (!(fraction >= 0 && fraction <= 1)) throw refused("use a fraction of 0 to 1");
                yield part(part, of, fraction, usable);
            }
            case Exact(Set<Integer> exact) -> {
                for (int cpu : exact) index(cpu, topology.cpus(), "CPU");
                yield exact;
            }
        };
        if (cpus.isEmpty()) {
            throw refused("no CPU of topology %s is left with %d reserved; take another part"
                    .formatted(topology.format(), reserved));
        }
        return cpus;
    }

    private Set<Integer> part(int part, int of, double fraction, int usable) {
        if (of < 1 || part < 0 || part >= of) throw refused("use a part of 0 to %d".formatted(Math.max(0, of - 1)));
        if (usable < of) throw refused("there are %d usable CPUs; use at most as many parts".formatted(usable));
        int chunk = usable / of;
        int more = (int) Math.floor(chunk * fraction);
        int from = part * chunk - (part == 0 ? 0 : more);
        int to = part == of - 1 ? usable : (part + 1) * chunk + more;
        return between(Math.max(0, from), Math.min(usable, to));
    }

    private int index(int number, int count, String what) {
        if (number < 0 || number >= count) {
            throw refused("%s %d: the machine has 0 to %d".formatted(what, number, count - 1));
        }
        return number;
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("cpuset %s: %s".formatted(this, why));
    }

    private static Set<Integer> below(int usable, List<Integer> cpus) {
        Set<Integer> below = new TreeSet<>(cpus);
        below.removeIf(cpu -> cpu >= usable);
        return below;
    }

    private static Set<Integer> between(int from, int to) {
        Set<Integer> cpus = new TreeSet<>();
        for (int cpu = from; cpu < to; cpu++) cpus.add(cpu);
        return cpus;
    }
}
