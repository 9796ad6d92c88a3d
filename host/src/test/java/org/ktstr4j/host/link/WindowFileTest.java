// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameType;
import org.ktstr4j.wire.GuestState;

/// The window as a plain file, with `kt init` at its other end and a shell in the agent's place.
class WindowFileTest {
    private static final long SIZE = Window.LOG_SIZE + (1 << 20);

    @TempDir
    private Path directory;

    @Test
    void kt_takes_what_the_host_wrote_and_the_host_reads_what_kt_wrote() throws Exception {
        List<String> told = run(head(30_000_000_000L), "echo out; echo error >&2; exit 3");

        assertEquals("HELLO", told.getFirst().substring(0, 5));
        assertEquals(
                List.of(
                        "READY",
                        "TAKEN",
                        "STDOUT out\n",
                        "STDERR error\n",
                        "AGENT_EXIT {\"code\":3}",
                        "END {\"reason\":\"agent\"}"),
                told.subList(1, told.size()));
    }

    @Test
    void kt_keeps_the_limit_that_the_host_wrote() throws Exception {
        List<String> told = run(head(50_000_000), "while :; do sleep 0.01; done");

        assertTrue(told.contains("TIMEOUT {\"deadlineNs\":50000000}"), told.toString());
        assertEquals("END {\"reason\":\"timeout\"}", told.getLast());
    }

    private List<String> run(OrderHead head, String body) throws IOException, InterruptedException {
        Path file = directory.resolve("window");
        Path agent = directory.resolve("agent");
        Path root = Files.createDirectory(directory.resolve("root"));
        // READY as a frame of the agent, then what it does once it is told to go.
        Files.writeString(
                agent, "/bin/sh\n-c\nprintf '\\2\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0' >&3; read go; " + body);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Window window = new Window(channel.map(MapMode.READ_WRITE, 0, SIZE, arena));
            window.open();
            window.publish(0, 0, head);

            Kt.unpack(directory)
                    .run(
                            "init",
                            "--no-mounts",
                            "--window",
                            file.toString(),
                            "--agent",
                            agent.toString(),
                            "--root",
                            root.toString(),
                            "--socket",
                            directory.resolve("exec.sock").toString());

            List<String> told = new ArrayList<>();
            for (Frame frame : window.frames()) told.add(described(frame));
            assertNull(window.damage());
            assertEquals(GuestState.DONE, window.state());
            return told;
        }
    }

    private static String described(Frame frame) {
        String text = new String(frame.payload(), StandardCharsets.UTF_8);
        return FrameType.of(frame.type()) + (text.isEmpty() ? "" : " " + text);
    }

    private static OrderHead head(long deadlineNs) {
        return new OrderHead(deadlineNs, 0, 0, new byte[64]);
    }
}
