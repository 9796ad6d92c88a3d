// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.util.Optional;
import org.ktstr4j.topology.Topology;

/// What a scenario needs of a machine to be what it is. Where it is not there the scenario is skipped,
/// before a boot.
///
/// @param cpus at least so many
/// @param llcs at least so many
/// @param nodes at least so many
/// @param threads siblings of a core, at least so many
public record Need(int cpus, int llcs, int nodes, int threads) {
    /// Any machine.
    public static final Need NONE = new Need(1, 1, 1, 1);

    /// {@return a machine with so many CPUs}
    ///
    /// @param cpus at least so many
    public static Need cpus(int cpus) {
        return new Need(cpus, 1, 1, 1);
    }

    /// {@return a machine with so many LLCs}
    ///
    /// @param llcs at least so many
    public static Need llcs(int llcs) {
        return new Need(1, llcs, 1, 1);
    }

    /// {@return what a machine lacks, as the reason of a skip; empty if it has all}
    ///
    /// @param topology the machine
    public Optional<String> missing(Topology topology) {
        if (topology.cpus() < cpus) return missing(topology, cpus, "CPUs", topology.cpus());
        if (topology.llcs() < llcs) return missing(topology, llcs, "LLCs", topology.llcs());
        if (topology.nodes() < nodes) return missing(topology, nodes, "NUMA nodes", topology.nodes());
        if (topology.threadsPerCore() < threads) {
            return missing(topology, threads, "threads per core", topology.threadsPerCore());
        }
        return Optional.empty();
    }

    private static Optional<String> missing(Topology topology, int needed, String what, int has) {
        return Optional.of("needs %d %s, topology %s has %d".formatted(needed, what, topology.format(), has));
    }
}
