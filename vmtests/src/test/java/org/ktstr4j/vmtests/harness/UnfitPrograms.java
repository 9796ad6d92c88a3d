// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;

/// The host's own shell, made unfit in one point each: `not-executable`, `no-elf`, `without-library`, `foreign`; and
/// `shell`, which is fit.
public final class UnfitPrograms {
    private static final int E_MACHINE = 18;
    private static final byte AARCH64 = (byte) 183;
    private static final FileTime OLD = FileTime.fromMillis(1_000_000_000_000L);

    private UnfitPrograms() {}

    /// Makes them in this directory. `foreign` is from 2001.
    public static void make(Path directory) throws IOException {
        byte[] shell = Files.readAllBytes(Path.of("/bin/dash"));
        write(directory.resolve("shell"), shell, "rwxr-xr-x");
        write(directory.resolve("not-executable"), shell, "rw-r--r--");
        write(directory.resolve("no-elf"), "scx_simple".getBytes(StandardCharsets.US_ASCII), "rwxr-xr-x");
        String text = new String(shell, StandardCharsets.ISO_8859_1);
        byte[] without = text.replace("libc.so.6", "gone.so.6").getBytes(StandardCharsets.ISO_8859_1);
        write(directory.resolve("without-library"), without, "rwxr-xr-x");
        shell[E_MACHINE] = AARCH64;
        Path foreign = directory.resolve("foreign");
        write(foreign, shell, "rwxr-xr-x");
        Files.setLastModifiedTime(foreign, OLD);
    }

    private static void write(Path file, byte[] content, String mode) throws IOException {
        Files.setPosixFilePermissions(Files.write(file, content), PosixFilePermissions.fromString(mode));
    }
}
