// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.util.Optional;
import org.ktstr4j.payload.launch.Ended;

/// A program that a thread of the body waits for.
final class Foreground extends Live {
    private Foreground(PayloadDoors doors, Order order) {
        super(doors, order);
    }

    static PayloadResult run(PayloadDoors doors, Order order) {
        Foreground live = new Foreground(doors, order);
        Invocation invocation = live.start(false);
        try {
            return live.await(invocation);
        } finally {
            live.end();
        }
    }

    private PayloadResult await(Invocation invocation) {
        Ended ended;
        boolean timedOut;
        try {
            Optional<Ended> inTime = invocation.await(remainingNs(invocation));
            timedOut = inTime.isEmpty();
            ended = timedOut ? invocation.killAndReap() : inTime.get();
        } catch (IOException e) {
            throw invocation.lost(e);
        } catch (InterruptedException e) {
            throw invocation.interrupted(e);
        }
        String why = abandonedBecause();
        if (why != null) {
            throw invocation.broken(PayloadException.Kind.WAIT, why, null);
        }
        // one that ended by itself just before the kill keeps its own code
        boolean killed = timedOut && ended.signal() != 0;
        return invocation.conclude(killed ? PayloadState.TIMED_OUT : PayloadState.FINISHED, ended);
    }

    private long remainingNs(Invocation invocation) {
        long limit = order().timeoutNs();
        return limit < 0 ? -1 : Math.max(0, limit - (System.nanoTime() - invocation.startedAtNs()));
    }

    @Override
    void abandon(Invocation started, String why) {
        started.kill();
    }
}
