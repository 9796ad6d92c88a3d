// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZstdTest {
    /// A frame made by the zstd program; see `zstd/README.md` among the test resources.
    static byte[] frame(Contents contents, int level) throws IOException {
        String name = "/zstd/%s-%d.zst".formatted(contents.name().toLowerCase(Locale.ROOT), level);
        try (InputStream in = ZstdTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    static Stream<Arguments> frames() {
        return Stream.of(Contents.values()).flatMap(c -> Stream.of(1, 3, 19, 22).map(level -> Arguments.of(c, level)));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void a_frame_unpacks_to_what_it_was_made_of(Contents contents, int level) throws IOException {
        byte[] expected = contents.bytes();

        assertArrayEquals(expected, Zstd.unpack(frame(contents, level), expected.length));
    }

    @Test
    void bytes_after_the_frame_are_ignored() throws IOException {
        byte[] frame = frame(Contents.NOISE, 3);

        byte[] unpacked = Zstd.unpack(Arrays.copyOf(frame, frame.length + 4), 3_000);

        assertArrayEquals(Contents.NOISE.bytes(), unpacked);
    }

    @Test
    void another_size_than_announced_is_refused() throws IOException {
        byte[] frame = frame(Contents.WORDS, 19);

        var e = assertThrows(ZstdException.class, () -> Zstd.unpack(frame, 200_001));

        assertEquals("the frame unpacks to 200000 bytes, expected 200001", e.getMessage());
        assertThrows(ZstdException.class, () -> Zstd.unpack(frame, 199_999));
    }

    @Test
    void every_changed_byte_is_noticed() throws IOException {
        byte[] frame = frame(Contents.WORDS, 19);
        // magic, descriptor and window: a larger window unpacks to the same
        for (int i = 6; i < frame.length; i += 37) {
            byte[] damaged = frame.clone();
            damaged[i] ^= 0x41;
            assertThrows(ZstdException.class, () -> Zstd.unpack(damaged, 200_000), "byte " + i);
        }
    }

    @Test
    void every_cut_is_noticed() throws IOException {
        byte[] frame = frame(Contents.CODE, 3);
        for (int length = 4; length < frame.length; length += 211) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThrows(ZstdException.class, () -> Zstd.unpack(cut, 500_000), "at " + length);
        }
    }

    @Test
    void other_bytes_are_no_frame() {
        var e = assertThrows(ZstdException.class, () -> Zstd.unpack(new byte[100], 10));

        assertEquals("not a Zstandard frame", e.getMessage());
    }

    @Test
    void the_hash_is_that_of_its_specification() {
        assertEquals(0xEF46DB3751D8E999L, Xxh64.of(new byte[0]));
        assertEquals(0x44BC2CF5AD770999L, Xxh64.of("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }
}
