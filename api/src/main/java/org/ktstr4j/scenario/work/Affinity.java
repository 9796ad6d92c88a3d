// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.util.Set;
import java.util.TreeSet;

/// The CPUs that workers may use, within those of their cgroup's cpuset (or all). None of them is
/// silently widened: what leaves no CPU is refused.
public sealed interface Affinity {
    /// No call is made.
    record Inherit() implements Affinity {}

    /// A random part of the pool, drawn for each worker from the run's seed.
    ///
    /// @param count how many CPUs; 0 for half of the pool, and at least one
    record RandomSubset(int count) implements Affinity {}

    /// The CPUs of the LLC that has most of the pool.
    record LlcAligned() implements Affinity {}

    /// All CPUs of the machine; the kernel keeps those of the cpuset.
    record AllCpus() implements Affinity {}

    /// The lowest CPU of the pool, the same for all workers.
    record SingleCpu() implements Affinity {}

    /// One CPU of the pool for each worker, in turn.
    record OnePerCpu() implements Affinity {}

    /// The first core of the pool that has two siblings in it, both of them.
    record SmtPair() implements Affinity {}

    /// These CPUs.
    ///
    /// @param cpus as the kernel numbers them
    record Exact(Set<Integer> cpus) implements Affinity {
        /// With a set of its own, ascending.
        public Exact {
            cpus = java.util.Collections.unmodifiableSet(new TreeSet<>(cpus));
        }
    }
}
