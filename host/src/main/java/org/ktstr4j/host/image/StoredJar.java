// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes one jar, not compressed, of files of a directory. Same content, same bytes.
final class StoredJar {
    /// The time of every entry; what `LocalDateTime` it is does not matter, that it never changes does.
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private StoredJar() {}

    /// {@return a jar of `files`, in this order, each named by its path from `directory`}
    static byte[] of(Path directory, List<Path> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            jar.setMethod(ZipOutputStream.STORED);
            for (Path file : files) {
                byte[] content = Files.readAllBytes(file);
                CRC32 crc = new CRC32();
                crc.update(content);
                ZipEntry entry = new ZipEntry(directory.relativize(file).toString());
                entry.setTimeLocal(TIME);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                jar.putNextEntry(entry);
                jar.write(content);
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
