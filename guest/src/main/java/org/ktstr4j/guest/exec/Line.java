// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.exec;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A connection to `kt exec`, which serves one invocation after the other.
///
/// Waiting is a selection, not a blocking read, so that it has a limit, and so that an interrupt does not close the
/// connection.
final class Line implements AutoCloseable {
    /// A path, an error text; more is not due.
    private static final int MAX_LINE = 4096;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_LINE);

    private Line(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static Line open(SocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(server);
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new Line(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Sends all of a request, which can be more than the socket holds.
    void send(ByteBuffer bytes) throws IOException, InterruptedException {
        SelectionKey key = channel.keyFor(selector);
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) > 0) continue;
            key.interestOps(SelectionKey.OP_WRITE);
            select(-1);
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /// Says one word, whoever waits for a line meanwhile.
    void say(String word) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.US_ASCII));
        synchronized (this) {
            while (bytes.hasRemaining()) channel.write(bytes);
        }
    }

    /// {@return the next line, without its end, or null if none came in time}
    ///
    /// @param timeoutNs how long to wait; less than 0: without a limit
    @Nullable
    String next(long timeoutNs) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (true) {
            String line = take();
            if (line != null) return line;
            if (!buffer.hasRemaining()) throw new IOException("kt exec sent a line of over " + MAX_LINE + " bytes");
            if (!select(timeoutNs < 0 ? -1 : Math.max(0, deadlineNs - System.nanoTime()))) return null;
            if (channel.read(buffer) < 0) throw new EOFException("kt exec hung up in the middle of an invocation");
        }
    }

    private boolean select(long limitNs) throws IOException, InterruptedException {
        try {
            int ready;
            if (limitNs < 0) ready = selector.select();
            else if (limitNs == 0) ready = selector.selectNow();
            else ready = selector.select((limitNs + 999_999) / 1_000_000);
            if (Thread.interrupted()) throw new InterruptedException();
            selector.selectedKeys().clear();
            return ready > 0;
        } catch (ClosedSelectorException e) {
            throw new IOException("closed while it was waited for", e);
        }
    }

    private @Nullable String take() {
        byte[] bytes = buffer.array();
        int end = buffer.position();
        for (int i = 0; i < end; i++) {
            if (bytes[i] != '\n') continue;
            String line = new String(bytes, 0, i, StandardCharsets.UTF_8);
            buffer.flip().position(i + 1);
            buffer.compact();
            return line;
        }
        return null;
    }

    @Override
    public void close() {
        try (channel;
                selector) {
            // both
        } catch (IOException e) {
            // A descriptor that is already gone is what was wanted.
        }
    }
}
