// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int LENGTH_OFF = 0;
    private static final int CRC_OFF = 8;

    @Test
    void frames_come_back_as_they_were_written() {
        SplittableRandom random = new SplittableRandom(1);
        for (int run = 0; run < 200; run++) {
            List<Frame> written = any(random);
            FrameReader reader = new FrameReader();
            byte[] log = Frames.log(written);

            List<Frame> read = reader.read(ByteBuffer.wrap(log));

            Frames.assertSame(written, read);
            assertEquals(log.length, reader.at());
            assertNull(reader.damage());
        }
    }

    @Test
    void each_frame_comes_once_while_the_log_grows() {
        SplittableRandom random = new SplittableRandom(2);
        for (int run = 0; run < 200; run++) {
            List<Frame> written = any(random);
            byte[] log = Frames.log(written);
            ByteBuffer memory = ByteBuffer.wrap(log);
            FrameReader reader = new FrameReader();
            List<Frame> read = new ArrayList<>();

            int published = 0;
            for (Frame frame : written) {
                published += frame.encode().length;
                if (random.nextBoolean()) read.addAll(reader.read(memory.slice(0, published)));
            }
            read.addAll(reader.read(memory));

            Frames.assertSame(written, read);
            assertEquals(List.of(), reader.read(memory));
            assertNull(reader.damage());
        }
    }

    @Test
    void an_empty_log_is_whole() {
        FrameReader reader = new FrameReader();

        assertEquals(List.of(), reader.read(ByteBuffer.allocate(0)));
        assertNull(reader.damage());
        assertEquals(0, reader.at());
    }

    @Test
    void order_and_position_of_the_buffer_do_not_matter() {
        byte[] log = Frames.log(List.of(Frames.text(0, FrameType.NOTE, "first")));
        ByteBuffer buffer = ByteBuffer.wrap(log).order(ByteOrder.BIG_ENDIAN).position(9);

        assertEquals(1, new FrameReader().read(buffer).size());
        assertEquals(9, buffer.position());
        assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
    }

    @Test
    void a_log_that_ends_inside_a_header_says_where() {
        byte[] log =
                Frames.log(List.of(Frames.text(0, FrameType.NOTE, "12345678"), Frames.text(1, FrameType.NOTE, "lost")));

        assertEquals("log damaged at byte 32: ends inside a frame's header, 1 bytes long", damage(log, 33));
        assertEquals("log damaged at byte 32: ends inside a frame's header, 23 bytes long", damage(log, 55));
        assertEquals("log damaged at byte 32: payload of 4 bytes where 0 are left", damage(log, 56));
        assertEquals("log damaged at byte 32: payload of 4 bytes where 3 are left", damage(log, 59));
    }

    @Test
    void a_length_that_does_not_fit_is_not_believed() {
        assertEquals("log damaged at byte 32: payload of 9 bytes where 8 are left", withLength(9));
        assertEquals("log damaged at byte 32: payload of 2147483647 bytes where 8 are left", withLength(0x7fffffff));
        assertEquals("log damaged at byte 32: payload of 4294967295 bytes where 8 are left", withLength(-1));
        assertEquals("log damaged at byte 32: payload of 2147483648 bytes where 8 are left", withLength(0x80000000));
    }

    @Test
    void a_crc_that_does_not_fit_says_both() {
        byte[] log = twoFrames();
        int crc = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).getInt(32 + CRC_OFF);

        put(log, 32 + CRC_OFF, 0x0badc0de);

        assertEquals(
                "log damaged at byte 32: CRC of frame 1 is 0badc0de, its content gives %08x".formatted(crc),
                Frames.reader(log).damage());
    }

    @Test
    void every_flipped_bit_of_header_and_payload_is_found() {
        byte[] log = twoFrames();
        for (int bit = 0; bit < log.length * 8; bit++) {
            byte[] flipped = log.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            FrameReader reader = new FrameReader();

            List<Frame> read = reader.read(ByteBuffer.wrap(flipped));

            assertNotNull(reader.damage(), "bit " + bit);
            assertEquals(bit / 8 < 32 ? 0 : 1, read.size(), "bit " + bit);
        }
    }

    @Test
    void a_sequence_number_out_of_turn_is_damage() {
        Frame first = Frames.text(0, FrameType.NOTE, "");

        assertEquals(
                "log damaged at byte 0: frame 1 where 0 was due",
                Frames.reader(Frames.text(1, FrameType.NOTE, "").encode()).damage());
        assertEquals(
                "log damaged at byte 24: frame 0 where 1 was due",
                Frames.reader(Frames.log(List.of(first, first))).damage());
        assertEquals(
                "log damaged at byte 24: frame 7 where 1 was due",
                Frames.reader(Frames.log(List.of(first, Frames.text(7, FrameType.NOTE, ""))))
                        .damage());
    }

    @Test
    void nothing_is_read_behind_damage_even_when_the_log_grows() {
        byte[] log = Frames.log(List.of(
                Frames.text(0, FrameType.NOTE, "good"),
                Frames.text(1, FrameType.NOTE, "bad"),
                Frames.text(2, FrameType.NOTE, "unreachable")));
        log[32 + Layout.FRAME_HEADER_SIZE] ^= 1;
        FrameReader reader = new FrameReader();

        assertEquals(1, reader.read(ByteBuffer.wrap(log, 0, 64)).size());
        String damage = reader.damage();
        assertEquals(List.of(), reader.read(ByteBuffer.wrap(log)));

        assertNotNull(damage);
        assertEquals(damage, reader.damage());
        assertEquals(32, reader.at());
    }

    private static byte[] twoFrames() {
        return Frames.log(
                List.of(Frames.text(0, FrameType.NOTE, "12345678"), Frames.text(1, FrameType.NOTE, "abcdefgh")));
    }

    private static String withLength(int length) {
        byte[] log = twoFrames();
        put(log, 32 + LENGTH_OFF, length);
        return damage(log, log.length);
    }

    private static void put(byte[] log, int at, int value) {
        ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }

    private static String damage(byte[] log, int length) {
        return String.valueOf(Frames.reader(Arrays.copyOf(log, length)).damage());
    }

    private static List<Frame> any(SplittableRandom random) {
        List<Frame> frames = new ArrayList<>();
        int count = random.nextInt(8);
        for (int seq = 0; seq < count; seq++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            frames.add(new Frame(random.nextInt(0x10000), random.nextInt(0x10000), seq, random.nextLong(), payload));
        }
        return frames;
    }
}
