// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a scheduler asks of kernel and machine; what is not met skips the test, with the reason, before anything boots.
///
/// @param topology of tests that declare none, `NnNlNcNt`; null: the default of all tests
/// @param leastCpus CPUs it needs, 0 and up
/// @param leastLlcs last-level caches it needs, 0 and up
/// @param leastNodes NUMA nodes it needs, 0 and up
/// @param smt whether it needs two threads per core
/// @param kernels starts of the kernel releases it runs on: `6.18`; empty: any
public record SchedulerNeeds(
        @Nullable String topology, int leastCpus, int leastLlcs, int leastNodes, boolean smt, List<String> kernels) {
    /// Nothing.
    public static final SchedulerNeeds NONE = new SchedulerNeeds(null, 0, 0, 0, false, List.of());

    /// Copies the list.
    public SchedulerNeeds {
        kernels = List.copyOf(kernels);
    }

    /// {@return a copy with this default topology}
    ///
    /// @param value `NnNlNcNt`
    public SchedulerNeeds withTopology(String value) {
        return new SchedulerNeeds(value, leastCpus, leastLlcs, leastNodes, smt, kernels);
    }

    /// {@return a copy that needs this many CPUs}
    ///
    /// @param least 0 and up
    public SchedulerNeeds withCpus(int least) {
        return new SchedulerNeeds(topology, least, leastLlcs, leastNodes, smt, kernels);
    }

    /// {@return a copy that needs this many last-level caches}
    ///
    /// @param least 0 and up
    public SchedulerNeeds withLlcs(int least) {
        return new SchedulerNeeds(topology, leastCpus, least, leastNodes, smt, kernels);
    }

    /// {@return a copy that needs this many NUMA nodes}
    ///
    /// @param least 0 and up
    public SchedulerNeeds withNodes(int least) {
        return new SchedulerNeeds(topology, leastCpus, leastLlcs, least, smt, kernels);
    }

    /// {@return a copy that needs two threads per core}
    public SchedulerNeeds withSmt() {
        return new SchedulerNeeds(topology, leastCpus, leastLlcs, leastNodes, true, kernels);
    }

    /// {@return a copy that runs on kernels of these releases only}
    ///
    /// @param releases starts of releases: `6.18`
    public SchedulerNeeds withKernels(String... releases) {
        return new SchedulerNeeds(topology, leastCpus, leastLlcs, leastNodes, smt, List.of(releases));
    }
}
