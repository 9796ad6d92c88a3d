// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Usage;

/// A process of which a test decides everything: what it prints, and when and how it ends.
final class Scripted implements Launched {
    private final InputStream stdout;
    private final InputStream stderr;
    private final CountDownLatch over = new CountDownLatch(1);
    private final long startedAtNs = System.nanoTime();
    private volatile @Nullable Ended ended;
    private volatile boolean immortal;
    private volatile boolean closed;

    Scripted(InputStream stdout, InputStream stderr) {
        this.stdout = stdout;
        this.stderr = stderr;
    }

    static Scripted printing(String stdout) {
        return new Scripted(
                new ByteArrayInputStream(stdout.getBytes(StandardCharsets.UTF_8)), InputStream.nullInputStream());
    }

    /// {@return a stream that gives some text and then fails}
    static InputStream failing(String text) {
        return new InputStream() {
            private final InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));

            @Override
            public int read() throws IOException {
                int c = in.read();
                if (c < 0) {
                    throw new IOException("Input/output error");
                }
                return c;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return 1;
            }
        };
    }

    /// {@return a stream that gives some text and then nothing, until it is closed}
    static InputStream held(String text) {
        return new InputStream() {
            private final InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            private final CountDownLatch closed = new CountDownLatch(1);

            @Override
            public int read() throws IOException {
                int c = in.read();
                if (c >= 0) {
                    return c;
                }
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("closed");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return 1;
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }

    /// Ends by itself, now.
    Scripted exit(int code) {
        return end(Ended.exited(code, System.nanoTime(), Usage.none()));
    }

    /// Does not die when killed.
    Scripted immortal() {
        immortal = true;
        return this;
    }

    private synchronized Scripted end(Ended how) {
        if (ended == null) {
            ended = how;
            over.countDown();
        }
        return this;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public long pid() {
        return 4711;
    }

    @Override
    public long startedAtNs() {
        return startedAtNs;
    }

    @Override
    public InputStream stdout() {
        return stdout;
    }

    @Override
    public InputStream stderr() {
        return stderr;
    }

    @Override
    public void kill() {
        if (!immortal) {
            end(Ended.signalled(9, System.nanoTime(), Usage.none()));
        }
    }

    @Override
    public Optional<Ended> await(long timeoutNs) throws InterruptedException {
        if (timeoutNs < 0) {
            over.await();
        } else if (!over.await(timeoutNs, TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        return Optional.ofNullable(ended);
    }

    @Override
    public void close() {
        closed = true;
        over.countDown();
        try {
            stdout.close();
            stderr.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
