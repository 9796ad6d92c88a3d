// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.ktstr4j.payload.launch.Ended;

/// A program that a handle stands for. Of all that would end it the first one wins; it is apart from the handle
/// so that a lost handle can be noticed.
final class Background implements Live {
    private final PayloadDoors doors;
    private final Order order;
    private final Invocation invocation;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    private Background(PayloadDoors doors, Order order, Invocation invocation) {
        this.doors = doors;
        this.order = order;
        this.invocation = invocation;
    }

    static Background start(PayloadDoors doors, Order order) {
        Background live = new Background(doors, order, Invocation.start(doors, order, true));
        doors.began(live);
        return live;
    }

    String name() {
        return order.payload().name();
    }

    OptionalLong pid() {
        return taken.get() ? OptionalLong.empty() : OptionalLong.of(invocation.pid());
    }

    PayloadResult waitFor() {
        if (taken.get()) {
            throw consumed();
        }
        try {
            Ended ended = invocation.await(-1).orElseThrow();
            take();
            return finish(() -> invocation.conclude(PayloadState.FINISHED, ended));
        } catch (IOException e) {
            take();
            throw finish(() -> invocation.lost(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            take();
            throw finish(() -> invocation.interrupted(e));
        }
    }

    Optional<PayloadResult> tryWait() {
        if (taken.get()) {
            throw consumed();
        }
        try {
            Optional<Ended> ended = invocation.await(0);
            if (ended.isEmpty()) {
                return Optional.empty();
            }
            take();
            return Optional.of(finish(() -> invocation.conclude(PayloadState.FINISHED, ended.get())));
        } catch (IOException e) {
            take();
            throw finish(() -> invocation.lost(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            take();
            throw finish(() -> invocation.interrupted(e));
        }
    }

    PayloadResult kill() {
        take();
        return finish(this::killAndConclude);
    }

    private PayloadResult killAndConclude() {
        try {
            boolean before = invocation.await(0).isPresent();
            Ended ended = invocation.killAndReap();
            boolean byItself = before || ended.signal() == 0;
            return invocation.conclude(byItself ? PayloadState.FINISHED : PayloadState.KILLED, ended);
        } catch (IOException e) {
            throw invocation.lost(e);
        } catch (InterruptedException e) {
            throw invocation.interrupted(e);
        }
    }

    /// Ends it for a handle that nobody used; does nothing if somebody did.
    void close(String why) {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        finish(() -> {
            invocation.abandon(why);
            return why;
        });
        doors.recorder()
                .warn(
                        "payload " + name() + ": " + why + "; pid " + invocation.pid()
                                + " was killed, and what it had printed is recorded as abandoned. Call waitFor, tryWait or kill");
    }

    @Override
    public void abandon(String why) {
        close(why);
        try {
            if (!over.await(3 * doors.graceNs(), TimeUnit.NANOSECONDS)) {
                throw order.refusal(PayloadException.Kind.WAIT, "it could not be ended: " + why, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() {
        if (!taken.compareAndSet(false, true)) {
            throw consumed();
        }
    }

    private PayloadException consumed() {
        return order.refusal(
                PayloadException.Kind.CONSUMED,
                "its handle was already consumed: one waitFor, tryWait, kill or close ends it, and only one gets the result",
                null);
    }

    private <T> T finish(Supplier<T> last) {
        try {
            return last.get();
        } finally {
            doors.over(this);
            over.countDown();
        }
    }
}
