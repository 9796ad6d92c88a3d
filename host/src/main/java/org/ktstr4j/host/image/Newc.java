// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.ktstr4j.plan.PlanException;

/// Writer of the newc cpio format, the one the kernel unpacks as an initramfs and `kt` as the archive of an
/// order.
///
/// Everything belongs to root; every time stamp is [#MTIME_S]; the same files give the same bytes. Format: the
/// kernel's `Documentation/driver-api/early-userspace/buffer-format.rst`.
public final class Newc {
    /// Modification time of everything in an archive, in seconds since 1970: 2026-01-01 UTC. A JVM in the guest
    /// compares the times of its class path with those that its class archive was made with, so the host's copies
    /// get this time too.
    public static final long MTIME_S = 1_767_225_600L;

    private static final int HEADER = 110;
    private static final long FILE_LIMIT = 0xffff_ffffL;
    private static final String TRAILER = "TRAILER!!!";

    private final OutputStream out;
    private int inode;

    private Newc(OutputStream out) {
        this.out = out;
    }

    /// {@return the length in bytes of the archive that [#write] makes of these files}
    public static long length(GuestFiles files) {
        long length = HEADER + padded(TRAILER.length() + 1 + HEADER) - HEADER;
        for (Map.Entry<String, Entry> file : files.entries().entrySet()) {
            int name = file.getKey().getBytes(UTF_8).length;
            length += padded(HEADER + name + 1) + padded(bodyLength(file.getValue()));
        }
        return length;
    }

    /// {@return an archive of nothing}
    public static byte[] empty() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(new GuestFiles(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return bytes.toByteArray();
    }

    /// Writes all files, then the trailer; flushes, does not close.
    ///
    /// @param out best buffered: headers are small
    /// @throws IOException if a file cannot be read, has another length than when it was added, or `out` refuses
    public static void write(GuestFiles files, OutputStream out) throws IOException {
        Newc newc = new Newc(out);
        for (Map.Entry<String, Entry> file : files.entries().entrySet()) {
            newc.entry(file.getKey(), file.getValue());
        }
        newc.inode = -1;
        newc.header(TRAILER, 0, 1, 0);
        out.flush();
    }

    private void entry(String path, Entry entry) throws IOException {
        long length = bodyLength(entry);
        if (length > FILE_LIMIT) {
            throw PlanException.of("write archive, file /" + path + " (" + entry.origin() + "): " + length
                    + " bytes, the format allows " + FILE_LIMIT + "; leave it out");
        }
        header(path, type(entry) | entry.mode(), entry instanceof Entry.Directory ? 2 : 1, length);
        switch (entry) {
            case Entry.Directory _ -> {}
            case Entry.Made made -> out.write(made.content());
            case Entry.Link link -> out.write(link.target().getBytes(UTF_8));
            case Entry.HostFile host -> copy(host);
        }
        pad(length);
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

    private void header(String path, int mode, int links, long length) throws IOException {
        byte[] name = path.getBytes(UTF_8);
        long mtime = mode == 0 ? 0 : MTIME_S;
        StringBuilder header = new StringBuilder(HEADER).append("070701");
        long[] fields = {++inode, mode, 0, 0, links, mtime, length, 0, 0, 0, 0, name.length + 1L, 0};
        for (long field : fields) {
            String digits = Long.toHexString(field);
            header.repeat('0', 8 - digits.length()).append(digits);
        }
        out.write(header.toString().getBytes(US_ASCII));
        out.write(name);
        out.write(0);
        pad(HEADER + name.length + 1L);
    }

    private void pad(long length) throws IOException {
        for (long i = length; i < padded(length); i++) {
            out.write(0);
        }
    }

    private static long padded(long length) {
        return (length + 3) & ~3L;
    }

    private static int type(Entry entry) {
        return switch (entry) {
            case Entry.Directory _ -> 0040000;
            case Entry.Made _, Entry.HostFile _ -> 0100000;
            case Entry.Link _ -> 0120000;
        };
    }

    private static long bodyLength(Entry entry) {
        return switch (entry) {
            case Entry.Directory _ -> 0;
            case Entry.Made made -> made.content().length;
            case Entry.Link link -> link.target().getBytes(UTF_8).length;
            case Entry.HostFile host -> host.size();
        };
    }
}
