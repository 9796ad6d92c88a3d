// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what happens beside this process.
public final class Patience {
    /// What nothing of a run may outlive, on a host that has nothing else to do.
    private static final Duration IDLE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(10);

    private Patience() {}

    /// Returns when the condition holds; fails after 2 s, or after more where other programs want the CPUs as
    /// well.
    ///
    /// @param what is waited for, for the message
    public static void until(String what, BooleanSupplier condition) {
        until(what, scaled(), condition);
    }

    /// Returns when the condition holds; fails after the limit.
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) fail("wait for " + what + ": not within " + limit);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Duration scaled() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        double runnablePerCpu = system.getSystemLoadAverage() / system.getAvailableProcessors();
        return IDLE.multipliedBy((long) Math.ceil(Math.max(1, runnablePerCpu)));
    }
}
