// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.extract.Output;
import org.ktstr4j.metric.extract.OutputBuffer;

/// Reads one stream of a program to its end, from its start on, and keeps the first 16 MiB: a full pipe never
/// blocks the program.
final class Drain implements Runnable {
    /// Bytes kept of one stream.
    static final long CAP = 16L << 20;

    private final InputStream in;
    private final OutputBuffer buffer = new OutputBuffer(CAP);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable IOException failure;

    private Drain(InputStream in) {
        this.in = in;
    }

    static Drain start(Executor threads, InputStream in) {
        Drain drain = new Drain(in);
        threads.execute(drain);
        return drain;
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                more = buffer.readFrom(in);
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            end.countDown();
        }
    }

    /// {@return whether the stream has ended, waiting for it until `deadlineNs` of `System.nanoTime`}
    boolean awaitEnd(long deadlineNs) throws InterruptedException {
        return end.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /// {@return why reading stopped before the end; null if it did not}
    @Nullable
    IOException failure() {
        return failure;
    }

    Output output() {
        return buffer.toOutput();
    }
}
