// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Where a worker's memory is to come from, as `set_mempolicy(2)` takes it.
///
/// @param mode which policy
/// @param nodes the NUMA nodes it is about; empty for [Mode#INHERIT] and [Mode#LOCAL]
/// @param flags how the nodes are to be read; may be empty
public record MemPolicy(Mode mode, Set<Integer> nodes, Set<Flag> flags) {
    /// As it comes.
    public static final MemPolicy INHERIT = new MemPolicy(Mode.INHERIT, Set.of(), Set.of());

    /// The policies of the kernel.
    public enum Mode {
        /// No call is made.
        INHERIT(""),
        /// From these nodes alone.
        BIND("bind"),
        /// From this node if it has any left.
        PREFERRED("preferred"),
        /// Page by page from one node after the other.
        INTERLEAVE("interleave"),
        /// From the node of the CPU.
        LOCAL("local"),
        /// From these nodes if they have any left; since Linux 5.15.
        PREFERRED_MANY("preferred-many"),
        /// Interleaved by weight; since Linux 6.9.
        WEIGHTED_INTERLEAVE("weighted-interleave");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /// {@return its name for `kt work`, empty for [#INHERIT]}
        public String word() {
            return word;
        }
    }

    /// Flags of `set_mempolicy(2)`.
    public enum Flag {
        /// Node numbers are those of the machine, whatever the cpuset: `MPOL_F_STATIC_NODES`.
        STATIC(1 << 15),
        /// Node numbers count within the cpuset's: `MPOL_F_RELATIVE_NODES`.
        RELATIVE(1 << 14),
        /// Pages may be moved to where they are used: `MPOL_F_NUMA_BALANCING`.
        NUMA_BALANCING(1 << 13);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }

        /// {@return its bit in the mode argument}
        public int bit() {
            return bit;
        }
    }

    /// With sets of its own, ascending.
    public MemPolicy {
        nodes = java.util.Collections.unmodifiableSet(new TreeSet<>(nodes));
        flags = java.util.Collections.unmodifiableSet(new TreeSet<>(flags));
    }

    /// {@return a policy without flags}
    ///
    /// @param mode which policy
    /// @param nodes the nodes it is about
    public static MemPolicy of(Mode mode, Integer... nodes) {
        return new MemPolicy(mode, Set.of(nodes), Set.of());
    }

    /// {@return the bits of all flags}
    public int flagBits() {
        return flags.stream().mapToInt(Flag::bit).sum();
    }

    /// {@return what is wrong with it on a machine with so many nodes; empty if nothing is}
    ///
    /// @param machineNodes NUMA nodes of the machine
    public Optional<String> problem(int machineNodes) {
        boolean needsNodes = mode != Mode.INHERIT && mode != Mode.LOCAL;
        if (needsNodes == nodes.isEmpty()) {
            return Optional.of("memory policy %s with nodes %s: %s"
                    .formatted(mode, nodes, needsNodes ? "name at least one node" : "leave the nodes out"));
        }
        if (flags.contains(Flag.STATIC) && flags.contains(Flag.RELATIVE)) {
            return Optional.of("memory policy %s with flags STATIC and RELATIVE: use one of them".formatted(mode));
        }
        if (flags.contains(Flag.RELATIVE)) return Optional.empty();
        for (int node : nodes) {
            if (node < 0 || node >= machineNodes) {
                return Optional.of("memory policy %s on node %d: the machine has nodes 0 to %d"
                        .formatted(mode, node, machineNodes - 1));
            }
        }
        return Optional.empty();
    }
}
