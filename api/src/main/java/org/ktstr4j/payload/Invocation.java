// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Usage;

/// A program that runs, both streams drained from its start. Exactly one of {@link #conclude}, {@link #broken}
/// and {@link #abandon} ends it, once; whoever uses it sees to that.
final class Invocation {
    private final Order order;
    private final long graceNs;
    private final Launched process;
    private final Drain stdout;
    private final Drain stderr;
    private final Aftermath aftermath;
    private final @Nullable Future<Ended> end;
    private boolean streamsHeld;

    private Invocation(PayloadDoors doors, Order order, Launched process, boolean watched) {
        this.order = order;
        this.graceNs = doors.graceNs();
        this.process = process;
        this.stdout = Drain.start(doors.threads(), process.stdout());
        this.stderr = Drain.start(doors.threads(), process.stderr());
        this.end = watched ? doors.threads().submit(() -> process.await(-1).orElseThrow()) : null;
        this.aftermath = new Aftermath(doors, order, process.startedAtNs(), stdout, stderr);
    }

    /// {@return the program, running}
    ///
    /// @param watched whether a thread waits for its end from now on, so that any number of others can ask for it
    static Invocation start(PayloadDoors doors, Order order, boolean watched) {
        try {
            Launched process = doors.launcher().launch(order.spec());
            try {
                return new Invocation(doors, order, process, watched);
            } catch (RuntimeException | Error e) {
                process.close();
                throw e;
            }
        } catch (LaunchException e) {
            order.discardFiles();
            throw order.refusal(PayloadException.Kind.SPAWN, LaunchFailure.text(order.spec(), e), e);
        } catch (InterruptedException e) {
            order.discardFiles();
            Thread.currentThread().interrupt();
            throw order.refusal(PayloadException.Kind.SPAWN, "interrupted while it was started", e);
        }
    }

    long pid() {
        return process.pid();
    }

    long startedAtNs() {
        return process.startedAtNs();
    }

    void kill() {
        process.kill();
    }

    /// {@return how it ended; empty if it still runs after that time. 0 looks, a negative time waits for ever}
    Optional<Ended> await(long timeoutNs) throws IOException, InterruptedException {
        if (end == null) {
            return process.await(timeoutNs);
        }
        try {
            return Optional.of(timeoutNs < 0 ? end.get() : end.get(timeoutNs, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        }
    }

    Ended killAndReap() throws IOException, InterruptedException {
        process.kill();
        Optional<Ended> ended = await(graceNs);
        if (ended.isEmpty()) {
            throw new IOException(
                    "it did not end within " + Durations.text(graceNs) + " of SIGKILL; it hangs in the kernel");
        }
        return ended.get();
    }

    /// Reads what is left of its output, judges and records.
    PayloadResult conclude(PayloadState state, Ended ended) {
        List<String> notices = new ArrayList<>();
        try {
            long deadline = System.nanoTime() + graceNs;
            checkDrain("stdout", stdout, deadline, state, notices);
            checkDrain("stderr", stderr, deadline, state, notices);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            return aftermath.keep(state, ended, notices, true);
        } finally {
            close();
        }
    }

    private void checkDrain(String stream, Drain drain, long deadline, PayloadState state, List<String> notices)
            throws InterruptedException {
        boolean atEnd = drain.awaitEnd(deadline);
        streamsHeld |= !atEnd;
        IOException failure = drain.failure();
        if (atEnd && failure == null) {
            return;
        }
        String found = failure == null
                ? stream + " was still held open " + Durations.text(graceNs) + " after the program's end"
                : stream + " could not be read to its end: " + failure.getMessage();
        if (state == PayloadState.TIMED_OUT) {
            throw broken(
                    PayloadException.Kind.DRAIN,
                    "drain after timeout of " + Durations.text(order.timeoutNs()) + ": " + found
                            + "; what was captured before is attached",
                    failure);
        }
        if (failure != null) {
            throw broken(PayloadException.Kind.WAIT, found, failure);
        }
        notices.add(found + "; what came until then was kept");
    }

    PayloadException interrupted(InterruptedException cause) {
        PayloadException broken =
                broken(PayloadException.Kind.WAIT, "interrupted while it was waited for; it was killed", cause);
        Thread.currentThread().interrupt();
        return broken;
    }

    PayloadException lost(IOException cause) {
        return broken(PayloadException.Kind.WAIT, "waiting for its end failed: " + cause.getMessage(), cause);
    }

    /// Kills and reaps, records what is known as abandoned, and gives the exception to throw.
    PayloadException broken(PayloadException.Kind kind, String message, @Nullable Throwable cause) {
        RuntimeException failure = null;
        try {
            abandon(message);
        } catch (RuntimeException e) {
            failure = e;
        }
        PayloadException broken =
                new PayloadException(kind, order.payload().name(), message, cause, aftermath.capture());
        if (failure != null) {
            broken.addSuppressed(failure);
        }
        return broken;
    }

    /// Kills and reaps, and records what is known as abandoned.
    void abandon(String why) {
        List<String> notices = new ArrayList<>();
        notices.add(why);
        boolean wasInterrupted = Thread.interrupted();
        Ended ended = unknownEnd();
        try {
            ended = reap(notices);
            awaitStreams(notices);
        } catch (InterruptedException e) {
            wasInterrupted = true;
            notices.add("interrupted while it was killed");
        }
        try {
            aftermath.keep(PayloadState.ABANDONED, ended, notices, false);
        } finally {
            close();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitStreams(List<String> notices) throws InterruptedException {
        if (streamsHeld) {
            return; // waited for already, and in vain
        }
        long deadline = System.nanoTime() + graceNs;
        if (!stdout.awaitEnd(deadline) || !stderr.awaitEnd(deadline)) {
            notices.add("its streams were still held open " + Durations.text(graceNs) + " after its end");
        }
    }

    private Ended reap(List<String> notices) throws InterruptedException {
        try {
            return killAndReap();
        } catch (IOException e) {
            notices.add("how it ended is not known: " + e.getMessage());
            return unknownEnd();
        }
    }

    private static Ended unknownEnd() {
        return Ended.signalled(9, System.nanoTime(), Usage.none());
    }

    private void close() {
        process.close();
        order.discardFiles();
    }
}
