// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over a sequence of texts and contents, each preceded by its length.
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    Fingerprint add(String text) {
        return add(text.getBytes(UTF_8));
    }

    Fingerprint add(byte[] content) {
        length(content.length);
        digest.update(content);
        return this;
    }

    Fingerprint add(Path file) throws IOException {
        length(Files.size(file));
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return this;
    }

    Fingerprint add(Entry entry) throws IOException {
        add(Integer.toOctalString(entry.mode()));
        return switch (entry) {
            case Entry.Directory _ -> add("directory");
            case Entry.Link link -> add("link").add(link.target());
            case Entry.Made made -> add("file").add(made.content());
            case Entry.HostFile host -> add("file").add(host.source());
        };
    }

    Fingerprint add(GuestFiles files) throws IOException {
        for (var file : files.entries().entrySet()) {
            add(file.getKey()).add(file.getValue());
        }
        return this;
    }

    /// {@return 64 hexadecimal digits}
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// {@return the first 16 of them, enough for a name in a cache}
    String name() {
        return hex().substring(0, 16);
    }

    private void length(long length) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            digest.update((byte) (length >>> shift));
        }
    }
}
