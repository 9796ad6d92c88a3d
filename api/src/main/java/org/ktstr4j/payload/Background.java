// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.ktstr4j.payload.launch.Ended;

/// A program that a handle stands for. Of all that would end it the first one wins; it is apart from the handle
/// so that a lost handle can be noticed.
final class Background {
    private final Registered live;
    private final Invocation invocation;
    private final AtomicBoolean taken;

    private Background(Registered live, Invocation invocation) {
        this.live = live;
        this.invocation = invocation;
        this.taken = live.taken;
    }

    static Background start(PayloadDoors doors, Order order) {
        Registered live = new Registered(doors, order);
        return new Background(live, live.start(true));
    }

    /// What the doors know of it.
    private static final class Registered extends Live {
        private final AtomicBoolean taken = new AtomicBoolean();

        private Registered(PayloadDoors doors, Order order) {
            super(doors, order);
        }

        @Override
        void abandon(Invocation started, String why) {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            try {
                started.abandon(why);
            } finally {
                end();
            }
            doors().recorder()
                    .warn("payload " + order().payload().name() + ": " + why + "; pid " + started.pid()
                            + " was killed, and what it had printed is recorded as abandoned. Call waitFor, tryWait or"
                            + " kill");
        }
    }

    String name() {
        return live.order().payload().name();
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
        live.abandon(invocation, why);
    }

    private void take() {
        if (!taken.compareAndSet(false, true)) {
            throw consumed();
        }
    }

    private PayloadException consumed() {
        return live.order()
                .refusal(
                        PayloadException.Kind.CONSUMED,
                        "its handle was already consumed: one waitFor, tryWait, kill or close ends it, and only one gets"
                                + " the result",
                        null);
    }

    private <T> T finish(Supplier<T> last) {
        try {
            return last.get();
        } finally {
            live.end();
        }
    }
}
