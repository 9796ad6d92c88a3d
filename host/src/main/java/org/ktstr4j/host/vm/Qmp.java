// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;

/// A conversation with QEMU's machine protocol over a Unix socket. Commands have a deadline; events are kept.
final class Qmp implements AutoCloseable {
    private static final int ALIVE_CHECK_MS = 20;

    private final SocketChannel channel;
    private final CompletableFuture<Node> greeting = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Node>> pending = new ConcurrentHashMap<>();
    private final List<QmpEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicLong nextId = new AtomicLong();
    private volatile @Nullable String ended;

    private Qmp(SocketChannel channel) {
        this.channel = channel;
    }

    /// {@return a conversation with the QEMU that connects to this socket, ready for commands}
    ///
    /// @param alive whether the process that is to connect still runs
    /// @throws VmException if it does not connect and greet in time, or dies before
    static Qmp accept(ServerSocketChannel server, BooleanSupplier alive, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Qmp qmp = new Qmp(awaitPeer(server, alive, limit));
        Thread.ofPlatform().daemon().name("qmp").start(qmp::readAll);
        qmp.await("greeting", qmp.greeting, Duration.ofNanos(deadline - System.nanoTime()));
        qmp.execute("qmp_capabilities", Duration.ofNanos(deadline - System.nanoTime()));
        return qmp;
    }

    private static SocketChannel awaitPeer(ServerSocketChannel server, BooleanSupplier alive, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try (Selector selector = Selector.open()) {
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (System.nanoTime() < deadline) {
                boolean wasAlive = alive.getAsBoolean();
                selector.select(wasAlive ? ALIVE_CHECK_MS : 1);
                SocketChannel peer = server.accept();
                if (peer != null) {
                    peer.configureBlocking(true);
                    return peer;
                }
                if (!wasAlive) {
                    throw VmException.of(VmException.Stage.START, "connect to QEMU: it ended before it connected");
                }
            }
        } catch (IOException e) {
            throw VmException.of(VmException.Stage.START, "connect to QEMU: " + e.getMessage(), e);
        }
        throw VmException.of(
                VmException.Stage.START,
                "connect to QEMU: nothing within %d ms, the process runs".formatted(limit.toMillis()));
    }

    /// {@return what a command without arguments returns}
    Node execute(String command, Duration limit) {
        return execute(command, Map.of(), limit);
    }

    /// {@return what a command returns}
    ///
    /// @throws VmException if QEMU refuses it, does not answer in time, or goes away
    Node execute(String command, Map<String, ?> arguments, Duration limit) {
        return send(command, arguments).await(limit);
    }

    /// {@return a command without arguments that was sent, its answer still to come}
    Pending send(String command) {
        return send(command, Map.of());
    }

    private Pending send(String command, Map<String, ?> arguments) {
        Pending sent = new Pending(command, nextId.incrementAndGet(), new CompletableFuture<>());
        pending.put(sent.id, sent.answer);
        if (ended != null) throw goneAway(command, null);
        write(command, Map.of("execute", command, "arguments", arguments, "id", sent.id));
        return sent;
    }

    /// A command whose answer is awaited.
    final class Pending {
        private final String command;
        private final long id;
        private final CompletableFuture<Node> answer;

        private Pending(String command, long id, CompletableFuture<Node> answer) {
            this.command = command;
            this.id = id;
            this.answer = answer;
        }

        /// {@return whether the answer has come}
        boolean isDone() {
            return answer.isDone();
        }

        /// {@return what it returns}
        ///
        /// @throws VmException if QEMU refuses it, does not answer in time, or goes away
        Node await(Duration limit) {
            try {
                Node reply = Qmp.this.await(command, answer, limit);
                if (reply.get("error").present()) {
                    throw VmException.of(
                            VmException.Stage.QMP,
                            "QMP %s: refused: \"%s\""
                                    .formatted(
                                            command,
                                            reply.get("error").get("desc").stringOr("")));
                }
                return reply.get("return");
            } finally {
                pending.remove(id);
            }
        }
    }

    /// {@return what QEMU told so far, oldest first}
    List<QmpEvent> events() {
        return List.copyOf(events);
    }

    /// {@return whether QEMU has closed the conversation}
    boolean closed() {
        return ended != null;
    }

    private void write(String command, Map<String, ?> message) {
        ByteBuffer bytes = ByteBuffer.wrap((Json.text(message) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw goneAway(command, e);
        }
    }

    private Node await(String command, CompletableFuture<Node> answer, Duration limit) {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw VmException.of(
                    VmException.Stage.QMP, "QMP %s: no answer within %d ms".formatted(command, limit.toMillis()), e);
        } catch (ExecutionException e) {
            throw goneAway(command, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VmException.of(VmException.Stage.QMP, "QMP %s: interrupted".formatted(command), e);
        }
    }

    private VmException goneAway(String command, @Nullable Throwable cause) {
        return new VmException(
                VmException.Stage.QMP,
                "QMP %s: QEMU went away: %s".formatted(command, ended == null ? "socket closed" : ended),
                "",
                cause);
    }

    private void readAll() {
        String reason = "end of stream";
        try (BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                dispatch(Json.read("QMP", line));
            }
        } catch (IOException e) {
            reason = e.toString();
        } catch (IllegalArgumentException e) {
            reason = String.valueOf(e.getMessage());
        }
        ended = reason;
        IOException gone = new IOException(reason);
        greeting.completeExceptionally(gone);
        pending.values().forEach(p -> p.completeExceptionally(gone));
    }

    private void dispatch(Node message) {
        if (message.get("QMP").present()) {
            greeting.complete(message);
        } else if (message.get("event").present()) {
            events.add(new QmpEvent(message.get("event").string(), message.get("data")));
        } else {
            CompletableFuture<Node> waiting =
                    message.get("id").present() ? pending.get(message.get("id").integer()) : null;
            if (waiting != null) {
                waiting.complete(message);
            }
        }
    }

    /// Ends the conversation, not QEMU.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is lost: the reader ends with the same failure, and the process is watched by itself.
        }
    }
}
