// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes one jar, not compressed, of a directory of classes. Same content, same bytes.
final class StoredJar {
    /// The time of every entry; what `LocalDateTime` it is does not matter, that it never changes does.
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private StoredJar() {}

    static byte[] of(Path directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            files = all.sorted().toList();
        }
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            jar.setMethod(ZipOutputStream.STORED);
            for (Path file : files) {
                String name = directory.relativize(file).toString();
                if (Files.isRegularFile(file)) {
                    put(jar, name, Files.readAllBytes(file));
                } else if (Files.isDirectory(file) && !name.isEmpty()) {
                    put(jar, name + "/", new byte[0]);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
