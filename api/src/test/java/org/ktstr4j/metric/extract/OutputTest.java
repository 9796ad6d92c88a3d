// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void bytes_come_back_whatever_their_number() throws IOException {
        for (int size : new int[] {0, 1, 4095, 4096, 4097, 65_535, 65_536, 65_537, 300_000}) {
            byte[] bytes = new byte[size];
            new SplittableRandom(size).nextBytes(bytes);
            OutputBuffer buffer = new OutputBuffer(1 << 20);
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            boolean more = true;
            while (more) {
                more = buffer.readFrom(in);
            }
            Output output = buffer.toOutput();

            assertArrayEquals(bytes, output.bytes());
            assertArrayEquals(bytes, output.stream(0).readAllBytes());
            assertEquals(Output.of(bytes), output);
            if (size > 0) {
                assertEquals(bytes[size / 2] & 0xff, output.byteAt(size / 2));
                assertEquals(bytes[size - 1] & 0xff, output.stream(size - 1).read());
            }
        }
    }

    @Test
    void what_is_over_the_limit_is_counted_not_kept() throws IOException {
        for (int limit : new int[] {0, 10, 4096, 65_536, 70_000}) {
            byte[] bytes = new byte[200_000];
            new SplittableRandom(limit).nextBytes(bytes);
            OutputBuffer buffer = new OutputBuffer(limit);
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            boolean more = true;
            while (more) {
                more = buffer.readFrom(in);
            }
            Output output = buffer.toOutput();

            assertEquals(limit, output.size());
            assertEquals(200_000, output.written());
            assertEquals(200_000 - limit, output.dropped());
            assertArrayEquals(java.util.Arrays.copyOf(bytes, limit), output.bytes());
        }
    }

    @Test
    void a_tail_begins_at_a_character() {
        assertEquals("abc", Output.of("abc").tail(3));
        assertEquals("…bc", Output.of("abc").tail(2));
        assertEquals("…c", Output.of("äöc").tail(2));
        assertEquals("…öc", Output.of("äöc").tail(3));
    }

    @Test
    void lines_end_at_newlines_and_the_last_one_needs_none() {
        assertEquals(List.of("a", "", "b\rc", "d"), lines("a\n\nb\rc\r\nd"));
        assertEquals(List.of("a"), lines("a\n"));
        assertEquals(List.of(), lines(""));
        assertEquals(65_536, lines("x".repeat(100_000) + "\ny").getFirst().length());
        assertEquals("y", lines("x".repeat(100_000) + "\ny").getLast());
    }

    @Test
    void bytes_that_are_no_utf_8_become_replacement_characters() {
        Output broken = Output.of(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3});

        assertEquals("a�b�", broken.text());
        assertEquals("a�b�", broken.wellFormed().text());
        Output ascii = Output.of("ascii");
        assertSame(ascii, ascii.wellFormed());
        String wide = "ä".repeat(4095) + "😀".repeat(5000);
        assertEquals(wide, Output.of(wide).wellFormed().text());
    }

    @Test
    void a_place_outside_is_refused() throws IOException {
        Output output = Output.of("abc");

        assertThrows(IndexOutOfBoundsException.class, () -> output.byteAt(3));
        assertThrows(IndexOutOfBoundsException.class, () -> output.stream(4));
        assertEquals(-1, output.stream(3).read());
        assertFalse(output.equals(Output.of("abd")));
        assertEquals("3 bytes", output.toString());
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        Output.of(text).lines().forEach(lines::add);
        return lines;
    }
}
