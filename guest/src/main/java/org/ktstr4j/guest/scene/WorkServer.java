// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Launcher;

/// `kt work`, and the connection to it: one line asked, some lines answered. When this is closed, all
/// workers are gone.
final class WorkServer implements AutoCloseable {
    private static final long END_WITHIN_NS = 10_000_000_000L;

    private final Launched process;
    private final SocketChannel channel;
    private final Selector selector;
    private final Lines lines;
    private final List<String> deaths = new ArrayList<>();

    private WorkServer(Launched process, SocketChannel channel, Selector selector) {
        this.process = process;
        this.channel = channel;
        this.selector = selector;
        this.lines = new Lines(channel);
    }

    /// {@return a running one}
    ///
    /// @param launcher starts it
    /// @param kt path of the program
    /// @param socket where it is to listen
    /// @param cgroup directory of the cgroup that it lives in, outside of all that is measured; null for
    ///     the launcher's
    static WorkServer start(Launcher launcher, String kt, String socket, @Nullable String cgroup)
            throws InterruptedException {
        LaunchSpec spec = new LaunchSpec(List.of(kt, "work", socket), cgroup, Map.of(), null, null, true);
        try {
            Launched process = launcher.launch(spec);
            try {
                return connect(process, socket);
            } catch (IOException | RuntimeException e) {
                process.close();
                throw e;
            }
        } catch (LaunchException | IOException e) {
            throw new SceneException("start kt work at %s: %s".formatted(socket, e.getMessage()), e);
        }
    }

    private static WorkServer connect(Launched process, String socket) throws IOException {
        byte[] word = "listening\n".getBytes(StandardCharsets.US_ASCII);
        byte[] said = process.stdout().readNBytes(word.length);
        if (said.length < word.length) {
            try (InputStream why = process.stderr()) {
                throw new IOException(new String(why.readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new WorkServer(process, channel, selector);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// {@return the lines that answer this one; the last of them says that it is done}
    ///
    /// @throws SceneException if it is refused: says what was found
    List<String> ask(String line) throws InterruptedException {
        send(line);
        List<String> answer = new ArrayList<>();
        while (true) {
            String next = await(Long.MAX_VALUE);
            if (next == null) continue;
            if (next.startsWith("died ")) {
                deaths.add(next);
                continue;
            }
            answer.add(next);
            if (!next.startsWith("report ")) return answer;
        }
    }

    /// {@return the first death of a worker that nobody had told to stop; empty if there is none until
    /// then}
    ///
    /// @param deadlineNs when to stop waiting, on the clock of `System.nanoTime`
    Optional<String> death(long deadlineNs) throws InterruptedException {
        while (deaths.isEmpty()) {
            String next = await(deadlineNs);
            if (next != null) deaths.add(next);
            else if (deadlineNs - System.nanoTime() <= 0) return Optional.empty();
        }
        return Optional.of(deaths.getFirst());
    }

    // One wait at most; null if nothing whole came.
    private @Nullable String await(long deadlineNs) throws InterruptedException {
        String line = lines.next();
        if (line != null) return line;
        try {
            long leftNs = deadlineNs == Long.MAX_VALUE ? Long.MAX_VALUE : deadlineNs - System.nanoTime();
            if (leftNs <= 0) return null;
            // Up to the last ms by selection, which wakes at a death; the rest would be rounded.
            if (leftNs == Long.MAX_VALUE) selector.select();
            else if (leftNs >= 1_000_000) selector.select(leftNs / 1_000_000);
            else Thread.sleep(0, (int) leftNs);
            selector.selectedKeys().clear();
            if (Thread.interrupted()) throw new InterruptedException();
            if (!lines.read()) throw new SceneException("kt work is gone: " + words());
        } catch (IOException e) {
            throw new SceneException("read from kt work: " + e.getMessage(), e);
        }
        return lines.next();
    }

    private String words() throws InterruptedException {
        try {
            String end = process.await(1_000_000_000L).map(Object::toString).orElse("it still runs");
            return end + " " + new String(process.stderr().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void send(String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            // It reads whenever it is not busy with the line before, so this cannot last.
            while (bytes.hasRemaining()) channel.write(bytes);
        } catch (IOException e) {
            throw new SceneException("write to kt work: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
            process.await(END_WITHIN_NS);
        } catch (IOException e) {
            // Its own process group and cgroup are killed below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
        }
    }
}
