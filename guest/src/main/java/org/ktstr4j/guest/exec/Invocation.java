// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Usage;

/// A program that `kt exec` has started, and the connection that owns it: closing the one ends the other.
final class Invocation implements Launched {
    private final SocketChannel channel;
    private final Replies replies;
    private final InputStream stdout;
    private final InputStream stderr;
    private final long pid;
    private final long startedAtNs;
    // The wait is a selection, not a blocking read, so that an interrupt does not close the connection.
    private final ReentrantLock waiting = new ReentrantLock();
    private @Nullable Ended ended;

    private Invocation(
            SocketChannel channel, Replies replies, InputStream stdout, InputStream stderr, String[] started) {
        this.channel = channel;
        this.replies = replies;
        this.stdout = stdout;
        this.stderr = stderr;
        this.pid = Long.parseLong(started[1]);
        this.startedAtNs = Long.parseLong(started[2]);
    }

    static Invocation start(SocketChannel channel, Request request) throws IOException, LaunchException {
        write(channel, request.encode());
        Replies replies = new Replies(channel);
        String[] pipes = expect(replies, "pipes");
        InputStream stdout = open(pipes[1]);
        InputStream stderr = null;
        try {
            stderr = open(pipes[2]);
            write(channel, ascii("go\n"));
            String[] started = expect(replies, "started");
            channel.configureBlocking(false);
            return new Invocation(channel, replies, stdout, stderr, started);
        } catch (IOException | LaunchException | RuntimeException e) {
            stdout.close();
            if (stderr != null) stderr.close();
            throw e;
        }
    }

    // A channel, since closing it wakes a reader; closing a FileInputStream does not.
    private static InputStream open(String pipe) throws IOException {
        return Channels.newInputStream(FileChannel.open(Path.of(pipe)));
    }

    private static String[] expect(Replies replies, String keyword) throws IOException, LaunchException {
        String line = replies.next();
        String[] words = line.split(" ", 4);
        if (words[0].equals(keyword)) return words;
        if (words[0].equals("failed") && words.length == 4) {
            throw new LaunchException(words[1], Integer.parseInt(words[2]), words[3]);
        }
        throw new IOException("kt exec said \"" + line + "\" where \"" + keyword + " …\" was due");
    }

    @Override
    public long pid() {
        return pid;
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
        try {
            write(channel, ascii("kill\n"));
        } catch (IOException e) {
            // The server has hung up, which it does only when the program has ended.
        }
    }

    @Override
    public Optional<Ended> await(long timeoutNs) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        waiting.lockInterruptibly();
        try {
            while (ended == null) {
                String line = replies.poll();
                if (line != null) {
                    ended = parse(line);
                } else if (!select(timeoutNs < 0 ? -1 : Math.max(0, deadlineNs - System.nanoTime()))) {
                    return Optional.empty();
                }
            }
            return Optional.of(ended);
        } finally {
            waiting.unlock();
        }
    }

    /// Waits until there is something to read.
    ///
    /// @param limitNs how long at most, negative for as long as it takes; a limit that is over still looks once
    private boolean select(long limitNs) throws IOException, InterruptedException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            int ready = limitNs < 0 ? selector.select() : selectFor(selector, limitNs);
            if (Thread.interrupted()) throw new InterruptedException();
            return ready > 0;
        }
    }

    private static int selectFor(Selector selector, long limitNs) throws IOException {
        return limitNs == 0 ? selector.selectNow() : selector.select((limitNs + 999_999) / 1_000_000);
    }

    private static Ended parse(String line) throws IOException {
        String[] words = line.split(" ");
        if (words.length != 11 || !words[0].equals("ended")) {
            throw new IOException("kt exec said \"" + line + "\" where \"ended …\" was due");
        }
        long[] numbers = new long[words.length];
        for (int i = 2; i < words.length; i++) numbers[i] = Long.parseLong(words[i]);
        Usage usage = new Usage(numbers[4], numbers[5], numbers[6], numbers[7], numbers[8]);
        Ended ended = words[1].equals("exit")
                ? Ended.exited((int) numbers[2], numbers[3], usage)
                : Ended.signalled((int) numbers[2], numbers[3], usage);
        return ended.withLeftovers((int) numbers[9], (int) numbers[10]);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        synchronized (channel) {
            while (bytes.hasRemaining()) channel.write(bytes);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : new AutoCloseable[] {channel, stdout, stderr}) {
            try {
                each.close();
            } catch (Exception e) {
                // A descriptor that is already gone is what was wanted.
            }
        }
    }
}
