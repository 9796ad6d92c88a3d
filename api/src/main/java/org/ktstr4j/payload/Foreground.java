// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;

/// A program that a thread of the body waits for.
final class Foreground implements Live {
    private final PayloadDoors doors;
    private final Order order;
    private final Invocation invocation;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable String abandonedBecause;

    private Foreground(PayloadDoors doors, Order order, Invocation invocation) {
        this.doors = doors;
        this.order = order;
        this.invocation = invocation;
    }

    static PayloadResult run(PayloadDoors doors, Order order) {
        Foreground live = new Foreground(doors, order, Invocation.start(doors, order, false));
        doors.began(live);
        try {
            return live.await();
        } finally {
            doors.over(live);
            live.over.countDown();
        }
    }

    private PayloadResult await() {
        Ended ended;
        boolean timedOut;
        try {
            Optional<Ended> inTime = invocation.await(remainingNs());
            timedOut = inTime.isEmpty();
            ended = timedOut ? invocation.killAndReap() : inTime.get();
        } catch (IOException e) {
            throw invocation.lost(e);
        } catch (InterruptedException e) {
            throw invocation.interrupted(e);
        }
        String why = abandonedBecause;
        if (why != null) {
            throw invocation.broken(PayloadException.Kind.WAIT, why, null);
        }
        // one that ended by itself just before the kill keeps its own code
        boolean killed = timedOut && ended.signal() != 0;
        return invocation.conclude(killed ? PayloadState.TIMED_OUT : PayloadState.FINISHED, ended);
    }

    private long remainingNs() {
        long limit = order.timeoutNs();
        return limit < 0 ? -1 : Math.max(0, limit - (System.nanoTime() - invocation.startedAtNs()));
    }

    @Override
    public void abandon(String why) {
        abandonedBecause = why;
        invocation.kill();
        try {
            if (!over.await(3 * doors.graceNs(), TimeUnit.NANOSECONDS)) {
                throw order.refusal(PayloadException.Kind.WAIT, "it could not be ended: " + why, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
