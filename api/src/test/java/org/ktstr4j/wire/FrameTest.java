// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
    /// What `v1.bin` holds, as its README says.
    private static final List<Frame> VERSION_1 = List.of(
            new Frame(1, Frame.KT, 0, 1, utf8("{\"kernel\":\"6.18.15\",\"version\":\"0.1.0\"}")),
            new Frame(2, Frame.AGENT, 1, 2_000_000_000, new byte[0]),
            new Frame(6, Frame.AGENT, 2, 0x0102030405060708L, utf8("häl\0lo")),
            new Frame(0xffff, 0xffff, 3, -1, utf8("12345678")));

    @Test
    void frames_of_version_1_encode_to_the_committed_bytes() {
        assertArrayEquals(Frames.committed("v1.bin"), Frames.log(VERSION_1));
    }

    @Test
    void the_committed_bytes_of_version_1_can_be_read() {
        FrameReader reader = new FrameReader();

        List<Frame> read = reader.read(ByteBuffer.wrap(Frames.committed("v1.bin")));

        Frames.assertSame(VERSION_1, read);
        assertNull(reader.damage());
    }

    @Test
    void what_kt_wrote_can_be_read_and_encodes_to_the_same_bytes() {
        byte[] log = Frames.committed("v1-kt.bin");
        FrameReader reader = new FrameReader();

        List<Frame> read = reader.read(ByteBuffer.wrap(log));

        assertNull(reader.damage());
        assertEquals(
                List.of("HELLO", "READY", "TAKEN", "STDOUT out\n", "STDERR err\n", "AGENT_EXIT {\"code\":3}"),
                read.stream().limit(6).map(FrameTest::described).toList());
        assertEquals("END {\"reason\":\"agent\"}", described(read.getLast()));
        assertArrayEquals(log, Frames.log(read));
    }

    @Test
    void a_frame_fills_up_to_a_multiple_of_eight_bytes_with_zeros() {
        for (int length = 0; length <= 16; length++) {
            byte[] payload = new byte[length];
            java.util.Arrays.fill(payload, (byte) 'x');

            byte[] frame = new Frame(13, Frame.KT, 0, 0, payload).encode();

            assertEquals(24 + (length + 7) / 8 * 8, frame.length);
            for (int i = 24 + length; i < frame.length; i++) assertEquals(0, frame[i]);
        }
    }

    private static String described(Frame frame) {
        FrameType type = FrameType.of(frame.type());
        String text = new String(frame.payload(), StandardCharsets.UTF_8);
        return type + (type == FrameType.HELLO || text.isEmpty() ? "" : " " + text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
