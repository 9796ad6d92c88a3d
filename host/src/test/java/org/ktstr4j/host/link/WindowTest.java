// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.link;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.GuestState;
import org.ktstr4j.wire.Layout;

/// The numbers are those of docs/window.md.
class WindowTest {
    private static final int LOG_OFF = 4096;
    private static final int ORDER_OFF = LOG_OFF + (24 << 20);
    private static final int SIZE = ORDER_OFF + (1 << 20);

    private final MemorySegment memory = Arena.ofAuto().allocate(SIZE, 4096);
    private final ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    private final Window window = new Window(memory);

    @Test
    void what_is_published_lies_where_the_guest_looks_for_it() throws IOException {
        byte[] archive = "0707010000".getBytes(StandardCharsets.US_ASCII);
        byte[] entropy = new byte[64];
        for (int i = 0; i < entropy.length; i++) entropy[i] = (byte) (200 + i);

        try (OutputStream out = window.archive()) {
            out.write(archive, 0, 4);
            out.write(archive[4]);
            out.write(archive, 5, 5);
        }
        window.open();
        window.publish(archive.length, 0xcafebabe, new OrderHead(60_000_000_000L, -5, 1_800_000_000_000L, entropy));

        assertEquals(
                "TKSTR4J1", StandardCharsets.US_ASCII.decode(bytes.slice(0, 8)).toString());
        assertEquals(1, bytes.getInt(8));
        assertEquals(1, bytes.getInt(12));
        assertEquals(ORDER_OFF, bytes.getLong(16));
        assertEquals(1 << 20, bytes.getLong(24));
        assertEquals(LOG_OFF, bytes.getLong(32));
        assertEquals(24 << 20, bytes.getLong(40));
        assertEquals(1, bytes.getInt(ORDER_OFF));
        assertEquals(0xcafebabe, bytes.getInt(ORDER_OFF + 4));
        assertEquals(10, bytes.getLong(ORDER_OFF + 8));
        assertEquals(60_000_000_000L, bytes.getLong(ORDER_OFF + 16));
        assertEquals(-5, bytes.getLong(ORDER_OFF + 24));
        assertEquals(1_800_000_000_000L, bytes.getLong(ORDER_OFF + 32));
        assertArrayEquals(entropy, memory.asSlice(ORDER_OFF + 40, 64).toArray(JAVA_BYTE));
        assertArrayEquals(archive, memory.asSlice(ORDER_OFF + 128, 10).toArray(JAVA_BYTE));
        for (int i = 48; i < 4096; i++) assertEquals(0, bytes.get(i), "byte " + i);
    }

    @Test
    void a_window_that_waits_for_its_order_has_none() {
        window.open();

        assertEquals(0, bytes.getInt(12));
        assertEquals(GuestState.NOTHING, window.state());
        assertEquals(List.of(), window.frames());
    }

    @Test
    void an_archive_that_does_not_fit_is_refused() {
        OutputStream out = window.archive();

        assertThrows(IndexOutOfBoundsException.class, () -> out.write(new byte[SIZE]));
    }

    @Test
    void entropy_of_another_size_is_refused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new OrderHead(0, 0, 0, new byte[63]));

        assertEquals("order: entropy of 63 bytes, expected 64", refused.getMessage());
    }

    @Test
    void sizes_are_powers_of_two_with_room_for_the_log() {
        assertEquals(64L << 20, Window.size(0));
        long largest = (64L << 20) - Window.LOG_SIZE - 4096 - 128;
        assertEquals(64L << 20, Window.size(largest));
        assertEquals(128L << 20, Window.size(largest + 1));
        assertEquals(4096L << 20, Window.size(3000L << 20));
    }

    @Test
    void a_window_that_no_guest_has_touched_is_silent() {
        window.open();
        window.publish(0, 0, head());

        assertEquals(GuestState.NOTHING, window.state());
        assertEquals(List.of(), window.frames());
        assertNull(window.damage());
        assertEquals(0, window.droppedRecords());
        assertEquals(0, window.droppedBytes());
    }

    @Test
    void what_the_guest_writes_is_seen_as_it_comes() {
        window.open();
        window.publish(0, 0, head());
        byte[] first = new Frame(13, Frame.KT, 0, 7, new byte[] {1, 2, 3}).encode();
        byte[] second = new Frame(13, Frame.KT, 1, 8, new byte[0]).encode();

        bytes.put(LOG_OFF, first).put(LOG_OFF + first.length, second);
        assertEquals(List.of(), window.frames());
        bytes.putLong(136, first.length);
        assertEquals(List.of(0), sequence(window.frames()));
        assertEquals(List.of(), window.frames());
        bytes.putLong(136, first.length + second.length);
        assertEquals(List.of(1), sequence(window.frames()));

        bytes.putInt(128, 3).putLong(144, 5).putLong(152, 600);
        assertEquals(GuestState.TAKEN, window.state());
        assertEquals(5, window.droppedRecords());
        assertEquals(600, window.droppedBytes());
        assertNull(window.damage());
    }

    @Test
    void a_damaged_frame_is_said_where_it_lies() {
        window.open();
        window.publish(0, 0, head());

        bytes.putLong(136, 32);

        assertEquals(List.of(), window.frames());
        assertEquals("log damaged at byte 0: CRC of frame 0 is 00000000, its content gives ecbb4b55", window.damage());
    }

    @Test
    void a_header_that_the_guest_scribbled_over_is_damage_not_a_crash() {
        assertEquals(
                "log damaged: the header says 18446744073709551615 bytes at 4096,"
                        + " the window has 26218496 and 0 of the log were read",
                scribbled(LOG_OFF, -1));
        assertEquals(
                "log damaged: the header says 26214401 bytes at 4096,"
                        + " the window has 26218496 and 0 of the log were read",
                scribbled(LOG_OFF, SIZE - LOG_OFF + 1));
        assertEquals(
                "log damaged: the header says 8 bytes at 18446744073709551615,"
                        + " the window has 26218496 and 0 of the log were read",
                scribbled(-1, 8));
        assertEquals(
                "log damaged: the header says 8 bytes at 26218496,"
                        + " the window has 26218496 and 0 of the log were read",
                scribbled(SIZE, 8));
        assertEquals(
                "log damaged: the header says 8 bytes at 128, the window has 26218496 and 0 of the log were read",
                scribbled(128, 8));
    }

    @Test
    void a_log_that_shrinks_is_damaged_and_stays_so() {
        window.open();
        window.publish(0, 0, head());
        bytes.put(LOG_OFF, new Frame(13, Frame.KT, 0, 7, new byte[0]).encode());
        bytes.putLong(136, 24);
        assertEquals(1, window.frames().size());

        bytes.putLong(136, 0);
        assertEquals(List.of(), window.frames());
        bytes.putLong(136, 24);
        assertEquals(List.of(), window.frames());

        assertEquals(
                "log damaged: the header says 0 bytes at 4096, the window has 26218496 and 24 of the log were read",
                window.damage());
    }

    private String scribbled(long logOff, long logEnd) {
        Window each = new Window(memory);
        each.open();
        each.publish(0, 0, head());
        bytes.putLong(Layout.LOG_OFF_OFF, logOff).putLong(Layout.LOG_END_OFF, logEnd);

        assertEquals(List.of(), each.frames());
        return String.valueOf(each.damage());
    }

    private static List<Integer> sequence(List<Frame> frames) {
        return frames.stream().map(Frame::seq).toList();
    }

    private static OrderHead head() {
        return new OrderHead(0, 0, 0, new byte[64]);
    }
}
