// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ktstr4j.plan.PlanException;

/// Takes single files out of a .deb, whose other files (modules, mostly) never reach the disk.
///
/// Packages of a kernel hold short names only, so that the plain tar header is enough; others are passed over.
public final class DebFile {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int BLOCK = 512;
    private static final int NAME_LEN = 100;
    private static final int SIZE_OFF = 124;
    private static final int SIZE_LEN = 12;
    private static final int TYPE_OFF = 156;

    private DebFile() {}

    /// {@return which targets were written}
    ///
    /// @param wanted path inside the package, without a leading slash, to the file to write
    public static Set<Path> extract(Command command, Path deb, Map<String, Path> wanted) throws IOException {
        Command.Ended<Set<Path>> ended =
                command.run(LIMIT, List.of("dpkg-deb", "--fsys-tarfile", deb.toString()), tar -> extract(tar, wanted));
        if (!ended.ok()) {
            throw PlanException.of("unpack \"%s\": dpkg-deb failed: \"%s\"; fetch it again"
                    .formatted(deb.getFileName(), ended.err().strip()));
        }
        return ended.out();
    }

    static Set<Path> extract(InputStream tar, Map<String, Path> wanted) throws IOException {
        Set<Path> written = new LinkedHashSet<>();
        byte[] header = new byte[BLOCK];
        while (tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            String name = text(header, 0, NAME_LEN).replaceFirst("^\\./", "");
            long size = Long.parseLong("0" + text(header, SIZE_OFF, SIZE_LEN).strip(), 8);
            boolean file = header[TYPE_OFF] == '0' || header[TYPE_OFF] == 0;
            Path target = wanted.get(name);
            if (file && target != null) {
                copy(tar, size, target);
                written.add(target);
            } else {
                tar.skipNBytes(size);
            }
            tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        }
        tar.transferTo(java.io.OutputStream.nullOutputStream()); // or dpkg-deb ends with a broken pipe
        return written;
    }

    private static void copy(InputStream tar, long size, Path target) throws IOException {
        try (var out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int got = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (got < 0) {
                    throw new EOFException("package ends %d bytes early".formatted(left));
                }
                out.write(buffer, 0, got);
                left -= got;
            }
        }
    }

    private static String text(byte[] header, int off, int len) {
        int end = off;
        while (end < off + len && header[end] != 0) {
            end++;
        }
        return new String(header, off, end - off, StandardCharsets.UTF_8);
    }
}
