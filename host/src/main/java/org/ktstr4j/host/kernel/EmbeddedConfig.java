// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.ktstr4j.host.kernel.fetch.Sha256;

/// The config inside an image built with `CONFIG_IKCONFIG=y` and packed with gzip, the kernel's default.
/// Other packings would need a decompressor that the JDK does not have. A config that is found is kept as a file.
///
/// @param directory where such files are kept, one per image, named by its hash; an empty one says "none in
/// there"
record EmbeddedConfig(Path directory) {
    /// From `kernel/configs.c`: the mark, and the gzip data right behind it.
    private static final byte[] MARK = "IKCFG_ST\u001f\u008b".getBytes(StandardCharsets.ISO_8859_1);

    private static final int MARK_TEXT = 8;
    private static final int CONFIG_MAX = 4 << 20;

    /// {@return the file with the config of this image, empty if it has none that can be read}
    Optional<Path> find(Path image, BzImage header) {
        try {
            if (!isGzip(image, header.payload())) {
                return Optional.empty();
            }
            Path kept = directory.resolve(Sha256.of(image));
            if (!Files.exists(kept)) {
                keep(kept, read(image, header.payload()));
            }
            return Optional.of(kept).filter(EmbeddedConfig::isConfig);
        } catch (IOException e) {
            return Optional.empty(); // then this place has no config, as the ones before it
        }
    }

    private static boolean isConfig(Path path) {
        return path.toFile().length() > 0;
    }

    private static boolean isGzip(Path image, BzImage.Range payload) throws IOException {
        try (InputStream in = open(image, payload.off())) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    /// {@return the text, empty if there is none}
    static byte[] read(Path image, BzImage.Range payload) throws IOException {
        // The payload ends with its unpacked size, four bytes that are no gzip: they end the stream all the same.
        try (InputStream vmlinux = new GZIPInputStream(open(image, payload.off()), 1 << 16)) {
            byte[] window = new byte[1 << 20];
            int len = 0;
            int got;
            while ((got = vmlinux.readNBytes(window, len, window.length - len)) > 0) {
                len += got;
                int at = indexOf(window, len);
                if (at >= 0) {
                    InputStream rest = new ByteArrayInputStream(window, at + MARK_TEXT, len - at - MARK_TEXT);
                    return new GZIPInputStream(new SequenceInputStream(rest, vmlinux)).readNBytes(CONFIG_MAX);
                }
                int carry = Math.min(len, MARK.length - 1);
                System.arraycopy(window, len - carry, window, 0, carry);
                len = carry;
            }
            return new byte[0];
        }
    }

    private static int indexOf(byte[] window, int len) {
        for (int i = 0; i + MARK.length <= len; i++) {
            int j = 0;
            while (j < MARK.length && window[i + j] == MARK[j]) {
                j++;
            }
            if (j == MARK.length) {
                return i;
            }
        }
        return -1;
    }

    private static InputStream open(Path image, long off) throws IOException {
        return Channels.newInputStream(FileChannel.open(image).position(off));
    }

    private void keep(Path kept, byte[] config) throws IOException {
        Files.createDirectories(directory);
        Path aside = Files.createTempFile(directory, ".aside-", "");
        Files.write(aside, config);
        Files.move(aside, kept, StandardCopyOption.ATOMIC_MOVE);
    }
}
