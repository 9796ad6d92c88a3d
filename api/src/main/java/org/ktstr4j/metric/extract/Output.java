// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// What a program wrote to one stream: the bytes that were kept, and how many there were.
///
/// Immutable. Bytes are kept as they came; text is decoded as UTF-8, with U+FFFD for what is not.
public final class Output {
    /// Nothing.
    private static final Output EMPTY = new Output(new byte[0][], 0, 0);

    private static final int SHIFT = OutputBuffer.SHIFT;
    private static final int MASK = (1 << SHIFT) - 1;

    private final byte[][] chunks;
    private final long size;
    private final long written;

    Output(byte[][] chunks, long size, long written) {
        this.chunks = chunks;
        this.size = size;
        this.written = written;
    }

    /// {@return an output of no bytes}
    public static Output empty() {
        return EMPTY;
    }

    /// {@return an output of the UTF-8 bytes of this text, nothing cut}
    ///
    /// @param text may be empty
    public static Output of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// {@return an output of these bytes, nothing cut}
    ///
    /// @param bytes copied; may be empty
    public static Output of(byte[] bytes) {
        OutputBuffer buffer = new OutputBuffer(Long.MAX_VALUE);
        buffer.append(bytes, 0, bytes.length);
        return buffer.toOutput();
    }

    /// {@return the number of bytes that were kept: 0 and up}
    public long size() {
        return size;
    }

    /// {@return the number of bytes that the program wrote; more than {@link #size} if the end was cut}
    public long written() {
        return written;
    }

    /// {@return the number of bytes that were read and dropped: 0 and up}
    public long dropped() {
        return written - size;
    }

    /// {@return one byte, 0 to 255}
    ///
    /// @param index 0 ≤ index < size
    /// @throws IndexOutOfBoundsException if it is not
    public int byteAt(long index) {
        Objects.checkIndex(index, size);
        return chunks[(int) (index >>> SHIFT)][(int) index & MASK] & 0xff;
    }

    /// {@return the kept bytes from `from` on, as a stream that needs no closing and throws nothing}
    ///
    /// @param from 0 ≤ from ≤ size
    /// @throws IndexOutOfBoundsException if it is not
    public InputStream stream(long from) {
        Objects.checkFromToIndex(from, size, size);
        return new OutputStreamView(this, from);
    }

    /// {@return all kept bytes}
    public byte[] bytes() {
        return range(0, size);
    }

    /// {@return all kept bytes as text}
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /// {@return the lines, without their ends, to be read again and again}
    ///
    /// A last line without an end is one too. Lines are cut after 65,536 bytes.
    public Iterable<String> lines() {
        return () -> new LineIterator(this);
    }

    /// {@return this output as valid UTF-8, with U+FFFD for each part that was not}
    Output wellFormed() {
        if (isAscii()) {
            return this;
        }
        OutputBuffer valid = new OutputBuffer(Long.MAX_VALUE);
        char[] chars = new char[1 << 12];
        try (Reader reader = new InputStreamReader(stream(0), StandardCharsets.UTF_8)) {
            int held = 0;
            for (int count = reader.read(chars); count >= 0; count = reader.read(chars, held, chars.length - held)) {
                int end = held + count;
                held = end > 0 && Character.isHighSurrogate(chars[end - 1]) ? 1 : 0;
                byte[] bytes = new String(chars, 0, end - held).getBytes(StandardCharsets.UTF_8);
                valid.append(bytes, 0, bytes.length);
                chars[0] = chars[Math.max(0, end - 1)];
            }
        } catch (IOException e) {
            throw new UncheckedIOException("decode bytes in memory", e);
        }
        return valid.toOutput();
    }

    private boolean isAscii() {
        long left = size;
        for (byte[] chunk : chunks) {
            int count = (int) Math.min(left, chunk.length);
            int bits = 0;
            for (int i = 0; i < count; i++) {
                bits |= chunk[i];
            }
            if (bits < 0) {
                return false;
            }
            left -= count;
        }
        return true;
    }

    /// {@return the last bytes as text, cut at the start of a character; begins with `…` if anything is left out}
    ///
    /// @param limit largest number of bytes, 0 and up
    public String tail(int limit) {
        if (size <= limit) {
            return text();
        }
        long from = size - limit;
        while (from < size && (byteAt(from) & 0xc0) == 0x80) {
            from++;
        }
        return "…" + new String(range(from, size), StandardCharsets.UTF_8);
    }

    byte[] range(long from, long to) {
        byte[] bytes = new byte[Math.toIntExact(to - from)];
        copy(from, bytes, 0, bytes.length);
        return bytes;
    }

    /// Copies as many bytes as there are, at most `length`, and returns how many.
    int copy(long from, byte[] target, int offset, int length) {
        int wanted = (int) Math.min(length, size - from);
        int done = 0;
        while (done < wanted) {
            byte[] chunk = chunks[(int) ((from + done) >>> SHIFT)];
            int start = (int) (from + done) & MASK;
            int part = Math.min(wanted - done, Math.min(chunk.length, MASK + 1) - start);
            System.arraycopy(chunk, start, target, offset + done, part);
            done += part;
        }
        return done;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Output that
                && size == that.size
                && written == that.written
                && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size * 31 + written);
    }

    @Override
    public String toString() {
        return size + " bytes" + (dropped() == 0 ? "" : " of " + written);
    }
}
