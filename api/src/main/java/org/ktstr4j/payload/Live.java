// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program that is started or was started, and has no record yet. It is known to the doors before it is
/// started, so that the end of a test misses none.
abstract class Live {
    private final PayloadDoors doors;
    private final Order order;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Invocation invocation;
    private volatile @Nullable String abandonedBecause;

    Live(PayloadDoors doors, Order order) {
        this.doors = doors;
        this.order = order;
    }

    /// Starts it, unless the test has ended.
    final Invocation start(boolean watched) {
        if (!doors.began(this)) {
            order.discardFiles();
            throw order.refusal(
                    PayloadException.Kind.SPAWN, "the test has ended; start programs before the body returns", null);
        }
        Invocation started;
        try {
            started = Invocation.start(doors, order, watched);
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
        invocation = started;
        String why = abandonedBecause;
        if (why != null) {
            throw ending(started, why);
        }
        return started;
    }

    private PayloadException ending(Invocation started, String why) {
        try {
            return started.broken(PayloadException.Kind.WAIT, why, null);
        } finally {
            end();
        }
    }

    /// Says that it has its record, or never ran.
    final void end() {
        doors.over(this);
        over.countDown();
    }

    /// Sees to it that it is killed and recorded as abandoned, by whoever holds it; returns when that is done.
    ///
    /// @param why for the record: what the body failed to do
    final void abandon(String why) {
        abandonedBecause = why;
        Invocation started = invocation;
        if (started != null) {
            abandon(started, why);
        }
        try {
            if (!over.await(3 * doors.graceNs(), TimeUnit.NANOSECONDS)) {
                throw order.refusal(PayloadException.Kind.WAIT, "it could not be ended: " + why, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does so for one that runs; need not wait.
    abstract void abandon(Invocation started, String why);

    final @Nullable String abandonedBecause() {
        return abandonedBecause;
    }

    final PayloadDoors doors() {
        return doors;
    }

    final Order order() {
        return order;
    }
}
