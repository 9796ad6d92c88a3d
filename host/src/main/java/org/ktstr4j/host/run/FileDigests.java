// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What files contain, by name: SHA-256, kept in the cache as long as size and time of the file stay.
///
/// @param cache root of the cache
record FileDigests(Path cache) {
    /// {@return 64 hexadecimal digits}
    String of(Path file) throws IOException {
        Path real = file.toRealPath();
        String stamp = "%s %d %s".formatted(real, Files.size(real), Files.getLastModifiedTime(real));
        Path known = cache.resolve("digests").resolve(Integer.toHexString(stamp.hashCode()));
        if (Files.exists(known)) {
            String[] lines = Files.readString(known).split("\n", -1);
            if (lines.length >= 2 && lines[0].equals(stamp)) return lines[1];
        }
        String digest = compute(real);
        Files.createDirectories(known.getParent());
        Path aside = Files.createTempFile(known.getParent(), ".part", null);
        Files.writeString(aside, stamp + "\n" + digest + "\n");
        Files.move(aside, known, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return digest;
    }

    private static String compute(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[1 << 16];
            while (digest.read(buffer) >= 0) {}
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
