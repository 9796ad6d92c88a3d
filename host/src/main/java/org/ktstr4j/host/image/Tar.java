// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;

/// Writer of tar archives, for machines that unpack with their own `tar`. Everything belongs to root, every time
/// stamp is [Newc#MTIME_S]; the same files give the same bytes.
///
/// Format: POSIX ustar; names of more than 100 bytes in an entry before, as GNU tar writes them.
public final class Tar implements Closeable {
    private static final int BLOCK = 512;
    private static final int NAME_LIMIT = 100;

    private final OutputStream out;

    /// A writer to this stream, best buffered.
    public Tar(OutputStream out) {
        this.out = out;
    }

    /// Writes all files below a directory of the archive, which is not itself written.
    ///
    /// @param top path of the directory, ends with a slash or is empty
    /// @throws IOException if a file cannot be read, has another length than when it was added, or the stream
    ///     refuses
    public void write(String top, GuestFiles files) throws IOException {
        for (Map.Entry<String, Entry> file : files.entries().entrySet()) entry(top + file.getKey(), file.getValue());
    }

    private void entry(String path, Entry entry) throws IOException {
        switch (entry) {
            case Entry.Directory _ -> header(path + "/", entry.mode(), 0, '5', "");
            case Entry.Link link -> header(path, entry.mode(), 0, '2', link.target());
            case Entry.Made made -> {
                header(path, entry.mode(), made.content().length, '0', "");
                out.write(made.content());
                pad(made.content().length);
            }
            case Entry.HostFile host -> {
                header(path, entry.mode(), host.size(), '0', "");
                copy(host);
                pad(host.size());
            }
        }
    }

    private void copy(Entry.HostFile file) throws IOException {
        long copied;
        try (InputStream in = Files.newInputStream(file.source())) {
            copied = in.transferTo(out);
        }
        if (copied != file.size()) {
            throw new IOException("write archive, file " + file.source() + ": " + copied + " bytes read, it had "
                    + file.size() + " when it was added; do not change files while they are packed");
        }
    }

    private void header(String name, int mode, long size, char type, String target) throws IOException {
        byte[] path = extended(name, 'L');
        byte[] link = extended(target, 'K');
        byte[] block = new byte[BLOCK];
        put(block, 0, path);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, Newc.MTIME_S);
        put(block, 148, "        ".getBytes(US_ASCII)); // the checksum counts as blanks
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar\0".concat("00").getBytes(US_ASCII));
        int sum = 0;
        for (byte each : block) sum += each & 0xff;
        octal(block, 148, 7, sum);
        out.write(block);
    }

    /// {@return the name as a header can hold it; a longer one is written in an entry of its own first}
    private byte[] extended(String name, char type) throws IOException {
        byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length <= NAME_LIMIT) return bytes;
        header("././@LongLink", 0644, bytes.length + 1L, type, "");
        out.write(bytes);
        out.write(0);
        pad(bytes.length + 1L);
        byte[] cut = new byte[NAME_LIMIT];
        System.arraycopy(bytes, 0, cut, 0, NAME_LIMIT);
        return cut;
    }

    private static void put(byte[] block, int off, byte[] bytes) {
        System.arraycopy(bytes, 0, block, off, bytes.length);
    }

    private static void octal(byte[] block, int off, int width, long value) {
        String digits = Long.toOctalString(value);
        put(block, off, ("0".repeat(width - 1 - digits.length()) + digits + "\0").getBytes(US_ASCII));
    }

    private void pad(long length) throws IOException {
        out.write(new byte[(int) (-length & (BLOCK - 1))]);
    }

    /// Writes the end of the archive and closes the stream.
    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
