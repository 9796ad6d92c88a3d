// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ktstr4j.plan.PlanException;

/// The header of an x86-64 bzImage. Offsets: the kernel's Documentation/arch/x86/boot.rst, "The Real-Mode Kernel
/// Header".
///
/// @param protocol boot protocol, `0x20f` is 2.15
/// @param version version text: release, builder, build number and date
/// @param initSizeBytes memory the kernel needs from its load address until it has read the memory map
/// @param sizeBytes length of the file
/// @param payload the compressed kernel inside the file
public record BzImage(int protocol, String version, long initSizeBytes, long sizeBytes, Range payload) {

    /// A part of the file.
    ///
    /// @param off where it begins, in bytes
    /// @param len its length in bytes
    public record Range(long off, long len) {}

    private static final int SETUP_SECTS = 0x1f1;
    private static final int SYSSIZE = 0x1f4;
    private static final int BOOT_FLAG = 0x1fe;
    private static final int HEADER = 0x202;
    private static final int PROTOCOL = 0x206;
    private static final int KERNEL_VERSION = 0x20e;
    private static final int XLOADFLAGS = 0x236;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int INIT_SIZE = 0x260;
    private static final int HEADER_END = 0x268;

    private static final int HDRS = 0x53726448; // "HdrS"
    private static final int XLF_KERNEL_64 = 1;
    /// 2.12 (Linux 3.8) is the first with `xloadflags`; `init_size` is older.
    private static final int OLDEST_PROTOCOL = 0x20c;

    private static final int SECTOR = 512;
    private static final int VERSION_MAX = 512;

    /// {@return the header of the image at `path`}
    ///
    /// @throws PlanException if there is no such file, it is no x86-64 bzImage, or a part of it is missing
    public static BzImage read(Path path) {
        if (Files.isDirectory(path)) {
            throw refused(path, "is a directory", "give the bzImage file");
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(path, file);
        } catch (NoSuchFileException e) {
            throw refused(
                    path, "no such file", "give the path of a bzImage, or \"debian\" for a stock kernel of Debian");
        } catch (IOException e) {
            throw new PlanException("read kernel \"%s\": %s; check the file".formatted(path, e), e);
        }
    }

    private static BzImage read(Path path, FileChannel file) throws IOException {
        long size = file.size();
        ByteBuffer head = bytes(file, 0, 2 * SECTOR);
        if (head.limit() < HEADER_END || u16(head, BOOT_FLAG) != 0xaa55 || head.getInt(HEADER) != HDRS) {
            throw NotAKernel.explain(path, head, size);
        }
        int protocol = u16(head, PROTOCOL);
        if (protocol < OLDEST_PROTOCOL) {
            throw refused(
                    path,
                    "boot protocol %s, needed is 2.12 or newer".formatted(dotted(protocol)),
                    "use a kernel of the last ten years");
        }
        if ((u16(head, XLOADFLAGS) & XLF_KERNEL_64) == 0) {
            throw refused(path, "a 32-bit x86 kernel", "build it with CONFIG_64BIT=y");
        }
        int sectors = head.get(SETUP_SECTS) & 0xff;
        long setup = ((sectors == 0 ? 4 : sectors) + 1L) * SECTOR;
        long wanted = setup + u32(head, SYSSIZE) * 16;
        if (wanted > size) {
            throw refused(
                    path,
                    "truncated: its header promises %d bytes, the file has %d".formatted(wanted, size),
                    "copy or build it again");
        }
        Range payload = new Range(setup + u32(head, PAYLOAD_OFFSET), u32(head, PAYLOAD_LENGTH));
        return new BzImage(protocol, version(path, file, head), u32(head, INIT_SIZE), size, payload);
    }

    private static String version(Path path, FileChannel file, ByteBuffer head) throws IOException {
        int pointer = u16(head, KERNEL_VERSION);
        ByteBuffer text = bytes(file, pointer + (long) SECTOR, VERSION_MAX);
        int len = 0;
        while (len < text.limit() && text.get(len) != 0) {
            len++;
        }
        String version = StandardCharsets.ISO_8859_1
                .decode(text.slice(0, len))
                .toString()
                .strip();
        if (pointer == 0 || version.isEmpty()) {
            throw refused(path, "its header holds no version text", "build it with the kernel's own `make bzImage`");
        }
        return version;
    }

    /// {@return `uname -r`: the first word of the version text}
    public String release() {
        int space = version.indexOf(' ');
        return space < 0 ? version : version.substring(0, space);
    }

    /// {@return the boot protocol as people write it, `2.15`}
    public String protocolText() {
        return dotted(protocol);
    }

    static PlanException refused(Path path, String found, String remedy) {
        return PlanException.of("read kernel \"%s\": %s; %s".formatted(path, found, remedy));
    }

    private static String dotted(int protocol) {
        return "%d.%02d".formatted(protocol >> 8, protocol & 0xff);
    }

    private static ByteBuffer bytes(FileChannel file, long off, int max) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(max).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, off + buffer.position()) > 0) {
            // until the buffer is full or the file ends
        }
        return buffer.flip();
    }

    private static int u16(ByteBuffer buffer, int off) {
        return buffer.getShort(off) & 0xffff;
    }

    private static long u32(ByteBuffer buffer, int off) {
        return buffer.getInt(off) & 0xffff_ffffL;
    }
}
