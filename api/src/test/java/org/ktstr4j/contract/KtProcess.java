// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

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
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Usage;

/// One connection to `kt exec`: one process.
final class KtProcess implements Launched {
    private final SocketChannel channel;
    private final StringBuilder text = new StringBuilder();
    private final ByteBuffer bytes = ByteBuffer.allocate(4096);
    private InputStream stdout = InputStream.nullInputStream();
    private InputStream stderr = InputStream.nullInputStream();
    private @Nullable Selector selector;
    private volatile @Nullable Ended ended;
    private long pid;
    private long startedAtNs;

    KtProcess(SocketChannel channel) {
        this.channel = channel;
    }

    void start(ByteBuffer request) throws IOException, LaunchException {
        while (request.hasRemaining()) {
            channel.write(request);
        }
        String[] started = words(blockingLine());
        stdout = Channels.newInputStream(FileChannel.open(Path.of(started[3])));
        stderr = Channels.newInputStream(FileChannel.open(Path.of(started[4])));
        pid = Long.parseLong(started[1]);
        startedAtNs = Long.parseLong(started[2]);
        channel.configureBlocking(false);
        selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    private static String[] words(String line) throws LaunchException {
        if (line.startsWith("failed ")) {
            String[] failed = line.split(" ", 4);
            throw new LaunchException(failed[1], Integer.parseInt(failed[2]), failed[3]);
        }
        return line.split(" ", -1);
    }

    private String blockingLine() throws IOException {
        Optional<String> line = bufferedLine();
        while (line.isEmpty()) {
            if (channel.read(bytes.clear()) < 0) {
                throw new IOException("kt exec closed the connection");
            }
            text.append(StandardCharsets.UTF_8.decode(bytes.flip()));
            line = bufferedLine();
        }
        return line.get();
    }

    private Optional<String> bufferedLine() {
        int end = text.indexOf("\n");
        if (end < 0) {
            return Optional.empty();
        }
        String line = text.substring(0, end);
        text.delete(0, end + 1);
        return Optional.of(line);
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
            channel.write(ByteBuffer.wrap("kill\n".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            // it has ended, or the launcher is gone and has taken it along
        }
    }

    @Override
    public Optional<Ended> await(long timeoutNs) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeoutNs;
        while (ended == null) {
            Optional<String> line = bufferedLine();
            if (line.isPresent()) {
                ended = ended(line.get().split(" ", -1));
                break;
            }
            long left = timeoutNs < 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
            Selector selecting = java.util.Objects.requireNonNull(selector);
            if (timeoutNs < 0) {
                selecting.select();
            } else if (left > 0) {
                selecting.select(left / 1_000_000 + 1);
            } else {
                selecting.selectNow();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int count = channel.read(bytes.clear());
            if (count < 0) {
                throw new IOException("kt exec closed the connection");
            }
            text.append(StandardCharsets.UTF_8.decode(bytes.flip()));
            if (count == 0 && left <= 0) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(ended);
    }

    /// `ended exit|signal N AT_NS UTIME STIME MAXRSS NVCSW NIVCSW SURVIVORS ESCAPEES`.
    private static Ended ended(String[] words) throws IOException {
        if (!words[0].equals("ended")) {
            throw new IOException("kt exec said " + String.join(" ", words));
        }
        long[] numbers = new long[words.length];
        for (int i = 2; i < words.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        Usage usage = new Usage(numbers[4], numbers[5], numbers[6], numbers[7], numbers[8]);
        Ended ended = words[1].equals("exit")
                ? Ended.exited((int) numbers[2], numbers[3], usage)
                : Ended.signalled((int) numbers[2], numbers[3], usage);
        return ended.withLeftovers((int) numbers[9], (int) numbers[10]);
    }

    @Override
    public void close() {
        try {
            channel.close();
            stdout.close();
            stderr.close();
            if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
