// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.ktstr4j.plan.PlanException;

/// What a file is that was given as a kernel and is none, by its first bytes.
final class NotAKernel {
    private NotAKernel() {}

    private static final String USE_BZIMAGE =
            "use the bzImage (arch/x86/boot/bzImage of a build, vmlinuz of a package)";

    /// Bytes at an offset, what has them, and what to do then.
    private record Magic(int off, String latin1, String what, String remedy) {
        boolean in(ByteBuffer head) {
            byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
            return head.limit() >= off + bytes.length
                    && head.slice(off, bytes.length).equals(ByteBuffer.wrap(bytes));
        }
    }

    private static final List<Magic> KNOWN = List.of(
            new Magic(0, "\u007fELF", "an ELF file (a vmlinux?)", USE_BZIMAGE),
            new Magic(0x38, "ARMd", "an arm64 kernel image", "use an x86-64 kernel"),
            new Magic(0, "MZ", "an EFI program without a Linux boot header", USE_BZIMAGE),
            new Magic(0, "!<arch>\n", "an archive (a .deb package?)", "unpack it, or let `ktstr kernel fetch` do it"),
            new Magic(0, "070701", "a cpio archive (an initramfs?)", USE_BZIMAGE),
            new Magic(0, "\u001f\u008b", "gzip data (an initramfs, or an image to unpack first?)", USE_BZIMAGE),
            new Magic(0, "(\u00b5/\u00fd", "zstd data (an initramfs?)", USE_BZIMAGE),
            new Magic(0, "\u00fd7zXZ", "xz data (an initramfs?)", USE_BZIMAGE),
            new Magic(0, "QFI\u00fb", "a qcow2 disk image", USE_BZIMAGE),
            new Magic(0, "#!", "a script", USE_BZIMAGE));

    static PlanException explain(Path path, ByteBuffer head, long sizeBytes) {
        if (sizeBytes == 0) {
            return BzImage.refused(path, "not a kernel: the file is empty", "copy or build it again");
        }
        for (Magic magic : KNOWN) {
            if (magic.in(head)) {
                return BzImage.refused(path, "not a bzImage: " + magic.what(), magic.remedy());
            }
        }
        byte[] first = new byte[Math.min(16, head.limit())];
        head.get(0, first);
        return BzImage.refused(
                path,
                "not a bzImage: no \"HdrS\" at byte 514 of %d, it starts with %s".formatted(sizeBytes, shown(first)),
                USE_BZIMAGE);
    }

    private static String shown(byte[] first) {
        for (byte b : first) {
            if (b < 0x20 || b > 0x7e) {
                return HexFormat.ofDelimiter(" ").formatHex(first);
            }
        }
        return '"' + new String(first, StandardCharsets.US_ASCII) + '"';
    }
}
