// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.time.Duration;

/// Work that changes what the scheduler knows of tasks, all the time.
public sealed interface Churn extends Work {
    /// A child after the other, which ends at once.
    record ForkExit() implements Churn {
        @Override
        public boolean processOnly() {
            return true;
        }
    }

    /// Another nice value after each piece of work; from 0 up where less is not allowed.
    record NiceSweep() implements Churn {}

    /// Pins itself to a random one of the CPUs it may use.
    ///
    /// @param turns turns of a loop between
    record AffinityChurn(int turns) implements Churn {
        /// The usual.
        public AffinityChurn() {
            this(1024);
        }
    }

    /// Another scheduling policy after each piece of work: normal, batch, idle, and FIFO and RR where
    /// allowed.
    ///
    /// @param turns turns of a loop between
    record PolicyChurn(int turns) implements Churn {
        /// The usual.
        public PolicyChurn() {
            this(1024);
        }
    }

    /// Changes the affinity of the other members of its team, to one CPU and back.
    ///
    /// @param members of the team
    /// @param turns turns of a loop between
    record CrossAffinityChurn(int members, int turns) implements Churn {
        /// The usual.
        public CrossAffinityChurn() {
            this(2, 1024);
        }

        @Override
        public int team() {
            return members;
        }
    }

    /// Pins itself to one NUMA node after the other; refused on a machine with one.
    ///
    /// @param hold how long it stays
    record NumaMigrationChurn(Duration hold) implements Churn {
        /// The usual.
        public NumaMigrationChurn() {
            this(Duration.ofMillis(100));
        }
    }

    /// Moves its memory to one NUMA node after the other; refused on a machine with one.
    ///
    /// @param sizeKib memory, KiB
    /// @param hold how long it stays
    record NumaWorkingSetSweep(int sizeKib, Duration hold) implements Churn {
        /// The usual.
        public NumaWorkingSetSweep() {
            this(4096, Duration.ofMillis(100));
        }
    }

    /// Moves itself to another cgroup and back.
    ///
    /// @param to name of the other cgroup of the scenario
    /// @param every how often
    record CgroupChurn(String to, Duration every) implements Churn {
        @Override
        public boolean processOnly() {
            return true;
        }
    }

    /// Children that end while they are moved to another cgroup.
    ///
    /// @param to name of the other cgroup of the scenario
    /// @param reaped waited for by their parent, not left to the kernel
    record CgroupAttachStorm(String to, boolean reaped) implements Churn {
        @Override
        public boolean processOnly() {
            return true;
        }
    }
}
