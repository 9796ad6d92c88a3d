// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Usage;

/// A program that `kt exec` has started, and the connection that owns it: the end of the one is that of the other.
final class Invocation implements Launched {
    private final ExecServer server;
    private final Line line;
    private final InputStream stdout;
    private final InputStream stderr;
    private final long pid;
    private final long startedAtNs;
    private final ReentrantLock waiting = new ReentrantLock();
    private volatile @Nullable Ended ended;
    // Both under this: once the line is given back, it is somebody else's.
    private boolean killed;
    private boolean closed;

    private Invocation(ExecServer server, Line line, InputStream stdout, InputStream stderr, String[] started) {
        this.server = server;
        this.line = line;
        this.stdout = stdout;
        this.stderr = stderr;
        this.pid = Long.parseLong(started[1]);
        this.startedAtNs = Long.parseLong(started[2]);
    }

    /// Sends the request, and opens the pipes of what was started.
    static Invocation start(ExecServer server, Line line, Request request)
            throws IOException, LaunchException, InterruptedException {
        line.send(request.encode());
        String[] started = started(Objects.requireNonNull(line.next(-1)));
        InputStream stdout = open(started[3]);
        try {
            return new Invocation(server, line, stdout, open(started[4]), started);
        } catch (IOException | RuntimeException e) {
            stdout.close();
            throw e;
        }
    }

    // A channel, since closing it wakes a reader; closing a FileInputStream does not.
    private static InputStream open(String pipe) throws IOException {
        return Channels.newInputStream(FileChannel.open(Path.of(pipe)));
    }

    private static String[] started(String line) throws IOException, LaunchException {
        String[] words = line.split(" ", 5);
        if (words[0].equals("started") && words.length == 5) return words;
        if (words[0].equals("failed") && words.length > 3) {
            String text = line.split(" ", 4)[3];
            throw new LaunchException(words[1], Integer.parseInt(words[2]), text);
        }
        throw new IOException("kt exec said \"" + line + "\" where \"started …\" was due");
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
    public synchronized void kill() {
        if (closed) return;
        killed = true;
        try {
            line.say("kill");
        } catch (IOException e) {
            // The server has hung up, which it does only when the program has ended.
        }
    }

    @Override
    public Optional<Ended> await(long timeoutNs) throws IOException, InterruptedException {
        waiting.lockInterruptibly();
        try {
            Ended known = ended;
            if (known == null) {
                String last = line.next(timeoutNs);
                if (last == null) return Optional.empty();
                known = parse(last);
                ended = known;
            }
            return Optional.of(known);
        } finally {
            waiting.unlock();
        }
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

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        // A kill can still be on its way, and would hit the next one.
        if (ended == null || killed) line.close();
        else server.giveBack(line);
        for (InputStream each : new InputStream[] {stdout, stderr}) {
            try {
                each.close();
            } catch (IOException e) {
                // A descriptor that is already gone is what was wanted.
            }
        }
    }
}
