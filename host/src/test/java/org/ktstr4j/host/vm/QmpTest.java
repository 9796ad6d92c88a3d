// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.vm.VmException.Stage;

class QmpTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\"]}}";

    /// What a made-up QEMU does once it is connected.
    private interface Script {
        void play(Peer peer) throws IOException;
    }

    /// The other end of the socket.
    private record Peer(SocketChannel channel, BufferedReader lines) {
        void say(String json) throws IOException {
            channel.write(ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        /// Reads a command, and answers with `%d` replaced by its id.
        String answer(String json) throws IOException {
            return answer(json, _ -> {});
        }

        /// Tells the command before it is answered.
        String answer(String json, Consumer<String> heard) throws IOException {
            String command = lines.readLine();
            heard.accept(command);
            say(json.replace("%d", command.replaceFirst(".*\"id\":(\\d+).*", "$1")));
            return command;
        }

        void greet() throws IOException {
            say(GREETING);
            answer("{\"return\": {}, \"id\": %d}");
        }
    }

    @TempDir
    Path dir;

    private ServerSocketChannel door;
    private volatile String heard = "";

    @BeforeEach
    void listen() throws IOException {
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(dir.resolve("qmp")));
    }

    @AfterEach
    void shut() throws IOException {
        door.close();
    }

    QmpTest() throws IOException {
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.close();
    }

    private Qmp connect(Script script) {
        Thread.ofPlatform().daemon().start(() -> {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("qmp")))) {
                script.play(new Peer(channel, new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Qmp.accept(door, () -> true, LIMIT);
    }

    @Test
    void a_command_gets_what_it_returns() {
        try (Qmp qmp = connect(peer -> {
            peer.greet();
            peer.answer("{\"return\": {\"status\": \"running\"}, \"id\": %d}", command -> heard = command);
        })) {
            String status = qmp.execute("query-status", Map.of("a", 1), LIMIT)
                    .get("status")
                    .string();

            assertEquals("running", status);
            assertTrue(heard.contains("\"execute\":\"query-status\""), heard);
            assertTrue(heard.contains("\"arguments\":{\"a\":1}"), heard);
        }
    }

    @Test
    void events_are_kept_in_order_whenever_they_come() {
        try (Qmp qmp = connect(peer -> {
            peer.greet();
            peer.say("{\"event\": \"RESUME\", \"timestamp\": {}}");
            peer.say("{\"event\": \"SHUTDOWN\", \"data\": {\"reason\": \"guest-reset\"}}");
            peer.answer("{\"return\": {}, \"id\": %d}");
        })) {
            qmp.execute("stop", LIMIT);

            assertEquals(
                    "[RESUME, SHUTDOWN]",
                    qmp.events().stream().map(QmpEvent::name).toList().toString());
            assertEquals(
                    "guest-reset", qmp.events().getLast().body().get("reason").string());
        }
    }

    @Test
    void a_refusal_is_told_with_its_reason() {
        try (Qmp qmp = connect(peer -> {
            peer.greet();
            peer.answer("{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no dance\"}, \"id\": %d}");
        })) {
            var e = assertThrows(VmException.class, () -> qmp.execute("dance", LIMIT));

            assertEquals("QMP dance: refused: \"no dance\"", e.getMessage());
            assertEquals(Stage.QMP, e.stage());
        }
    }

    @Test
    void a_death_in_the_middle_of_a_command_ends_it_at_once() {
        try (Qmp qmp = connect(peer -> {
            peer.greet();
            peer.lines().readLine();
        })) {
            var e = assertThrows(VmException.class, () -> qmp.execute("stop", Duration.ofMinutes(1)));

            assertEquals("QMP stop: QEMU went away: end of stream", e.getMessage());
            assertTrue(qmp.closed());
            assertThrows(VmException.class, () -> qmp.execute("stop", LIMIT));
        }
    }

    @Test
    void silence_ends_a_command_at_its_deadline() {
        try (Qmp qmp = connect(peer -> {
            peer.greet();
            peer.lines().readLine();
            peer.lines().readLine();
        })) {
            var e = assertThrows(VmException.class, () -> qmp.execute("stop", Duration.ofMillis(50)));

            assertEquals("QMP stop: no answer within 50 ms", e.getMessage());
        }
    }

    @Test
    void a_late_answer_to_a_command_that_was_given_up_is_ignored() {
        try (Qmp qmp = connect(peer -> {
            peer.greet();
            String first = peer.lines().readLine();
            String second = peer.lines().readLine();
            peer.say("{\"return\": \"late\", \"id\": " + first.replaceFirst(".*\"id\":(\\d+).*", "$1") + "}");
            peer.say("{\"return\": \"mine\", \"id\": " + second.replaceFirst(".*\"id\":(\\d+).*", "$1") + "}");
        })) {
            assertThrows(VmException.class, () -> qmp.execute("first", Duration.ofMillis(20)));

            assertEquals("mine", qmp.execute("second", LIMIT).string());
        }
    }

    @Test
    void what_is_not_json_ends_the_conversation() {
        try (Qmp qmp = connect(peer -> {
            peer.greet();
            peer.lines().readLine();
            peer.say("Segmentation fault");
        })) {
            var e = assertThrows(VmException.class, () -> qmp.execute("stop", LIMIT));

            assertTrue(String.valueOf(e.getMessage()).startsWith("QMP stop: QEMU went away: read QMP: "), e::toString);
        }
    }

    @Test
    void a_process_that_ends_without_connecting_is_told() {
        var e = assertThrows(VmException.class, () -> Qmp.accept(door, () -> false, LIMIT));

        assertEquals("connect to QEMU: it ended before it connected", e.getMessage());
        assertEquals(Stage.START, e.stage());
    }

    @Test
    void a_process_that_never_connects_is_given_up() {
        var e = assertThrows(VmException.class, () -> Qmp.accept(door, () -> true, Duration.ofMillis(30)));

        assertEquals("connect to QEMU: nothing within 30 ms, the process runs", e.getMessage());
    }
}
