// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Unpacks kernels, and keeps what was unpacked.
public final class UnpackedKernel {
    /// Part of every name in the cache, so that another way to unpack does not find the files of this one.
    private static final String FORMAT = "1";

    private UnpackedKernel() {}

    /// {@return a file to boot in place of the image: the ELF file in it, or the image itself if it cannot be
    /// unpacked or has no PVH entry}
    ///
    /// The answer depends on the image alone, not on the host. A second call for the same file finds what the
    /// first one made.
    ///
    /// @param image a bzImage, or anything else that QEMU boots
    /// @param cacheDir made when needed; if it cannot be written, the image itself is returned
    /// @throws IOException if the image cannot be read
    public static Path of(Path image, Path cacheDir) throws IOException {
        Path kept = cacheDir.resolve(name(image));
        if (Files.exists(kept)) {
            return kept;
        }
        Optional<byte[]> elf = BzImage.unpack(Files.readAllBytes(image)).filter(PvhNote::isIn);
        return elf.isPresent() && keep(elf.get(), kept) ? kept : image;
    }

    private static boolean keep(byte[] elf, Path kept) {
        try {
            Path dir = Files.createDirectories(kept.toAbsolutePath().getParent());
            Path aside = Files.createTempFile(dir, "vmlinux-", ".tmp");
            try {
                Files.write(aside, elf);
                Files.move(aside, kept, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(aside);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Reading 13 MB to hash them would take longer than to look at the file: path, size and time of change
    /// name it.
    private static String name(Path image) throws IOException {
        Path real = image.toRealPath();
        String identity = "%s|%s|%d|%d"
                .formatted(
                        FORMAT,
                        real,
                        Files.size(real),
                        Files.getLastModifiedTime(real).toMillis());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return "vmlinux-" + HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
