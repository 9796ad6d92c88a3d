// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A newc archive that [Newc] wrote, in a file: where each of its files is.
///
/// @param file the archive
/// @param parts contents by the path in the archive
/// @param end where the trailer begins, and more files could follow
public record NewcFile(Path file, Map<String, Span> parts, long end) {
    private static final int HEADER = 110;
    private static final int SIZE_AT = 54;
    private static final int NAME_SIZE_AT = 94;
    private static final int FIELD = 8;
    private static final String TRAILER = "TRAILER!!!";

    /// Bytes of a file.
    ///
    /// @param offset of the first
    /// @param length how many
    public record Span(long offset, long length) {}

    /// {@return the archive in this file}
    ///
    /// @throws IOException if there is none, or it ends too early
    public static NewcFile open(Path file) throws IOException {
        Map<String, Span> parts = new LinkedHashMap<>();
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] header = new byte[HEADER];
            long at = 0;
            while (true) {
                in.seek(at);
                in.readFully(header);
                byte[] name = new byte[(int) field(header, NAME_SIZE_AT) - 1];
                in.readFully(name);
                String path = new String(name, UTF_8);
                if (path.equals(TRAILER)) return new NewcFile(file, parts, at);
                long data = padded(at + HEADER + name.length + 1);
                long length = field(header, SIZE_AT);
                parts.put(path, new Span(data, length));
                at = padded(data + length);
            }
        }
    }

    /// {@return the contents of a file in it}
    ///
    /// @param path as the archive has it, without a leading slash
    /// @throws IOException if it cannot be read, or there is no such file
    public byte[] read(String path) throws IOException {
        Span span = parts.get(path);
        if (span == null) throw new IOException("%s: no %s in it".formatted(file, path));
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) span.length()];
            in.seek(span.offset());
            in.readFully(bytes);
            return bytes;
        }
    }

    private static long field(byte[] header, int at) {
        return Long.parseLong(new String(header, at, FIELD, US_ASCII), 16);
    }

    private static long padded(long length) {
        return (length + 3) & ~3L;
    }
}
