// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Frames and logs for tests.
public final class Frames {
    private Frames() {}

    /// {@return a frame of the agent with this text}
    ///
    /// @param seq its place in the log
    /// @param type its type
    /// @param text its payload
    public static Frame text(int seq, FrameType type, String text) {
        return new Frame(type.number(), Frame.AGENT, seq, seq * 1000L, text.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return the frames one after the other, as they lie in a log}
    ///
    /// @param frames in order
    public static byte[] log(List<Frame> frames) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        for (Frame frame : frames) log.writeBytes(frame.encode());
        return log.toByteArray();
    }

    /// {@return committed bytes}
    ///
    /// @param name a file of `src/test/resources/frames`
    public static byte[] committed(String name) {
        try (InputStream in = Frames.class.getResourceAsStream("/frames/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FrameReader reader(byte[] log) {
        FrameReader reader = new FrameReader();
        reader.read(ByteBuffer.wrap(log));
        return reader;
    }

    static void assertSame(List<Frame> expected, List<Frame> actual) {
        assertEquals(expected.size(), actual.size(), "number of frames");
        for (int i = 0; i < expected.size(); i++) {
            Frame one = expected.get(i);
            Frame other = actual.get(i);
            assertEquals(one.type(), other.type());
            assertEquals(one.source(), other.source());
            assertEquals(one.seq(), other.seq());
            assertEquals(one.atNs(), other.atNs());
            assertArrayEquals(one.payload(), other.payload());
        }
    }
}
