// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The smallest guest there is: an archive with one file, `/init`, which writes one line and sleeps. Made
/// here, byte by byte, so that the question whether KVM works depends on nothing else.
final class CanaryImage {
    /// What the guest writes on the console, and nothing else in a boot does.
    static final String LINE = "ktstr4j canary sings";

    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int LOAD_ADDR = 0x40_0000;
    private static final int SYS_WRITE = 1;
    private static final int SYS_PAUSE = 34;
    private static final int EXECUTABLE_FILE = 0_100755;

    private CanaryImage() {}

    /// {@return a newc archive (Documentation/driver-api/early-userspace/buffer-format.rst of the kernel
    /// tree)}
    static byte[] archive() {
        byte[] init = elf();
        byte[] entry = entry("init", EXECUTABLE_FILE, init);
        byte[] trailer = entry("TRAILER!!!", 0, new byte[0]);
        return ByteBuffer.allocate(entry.length + trailer.length)
                .put(entry)
                .put(trailer)
                .array();
    }

    private static byte[] entry(String name, int mode, byte[] content) {
        int[] fields = {1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length() + 1, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append("%08X".formatted(field));
        }
        header.append(name).append('\0');
        byte[] head = header.toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(padded(head.length) + padded(content.length))
                .put(head)
                .position(padded(head.length))
                .put(content)
                .array();
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    /// A static x86-64 program: `write(1, LINE)`, then `pause()` for ever. Layout: `elf.h`, Elf64_Ehdr and
    /// Elf64_Phdr.
    static byte[] elf() {
        byte[] text = ("\n" + LINE + "\n").getBytes(StandardCharsets.US_ASCII);
        int code = ELF_HEADER + PROGRAM_HEADER;
        ByteBuffer b = ByteBuffer.allocate(256 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        // magic, 64 bit, little endian, version 1; then ET_EXEC, EM_X86_64, version 1
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        b.putShort((short) 2).putShort((short) 62).putInt(1);
        b.putLong(LOAD_ADDR + code).putLong(ELF_HEADER).putLong(0).putInt(0);
        b.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1);
        // PT_LOAD, readable and executable, the whole file
        b.position(ELF_HEADER).putInt(1).putInt(5).putLong(0);
        b.putLong(LOAD_ADDR)
                .putLong(LOAD_ADDR)
                .putLong(b.capacity())
                .putLong(b.capacity())
                .putLong(4096);
        // mov eax, SYS_write; mov edi, 1; mov esi, text; mov edx, length; syscall
        int textAddr = LOAD_ADDR + b.capacity() - text.length;
        b.put((byte) 0xb8).putInt(SYS_WRITE).put((byte) 0xbf).putInt(1);
        b.put((byte) 0xbe).putInt(textAddr).put((byte) 0xba).putInt(text.length);
        b.put((byte) 0x0f).put((byte) 0x05);
        // again: mov eax, SYS_pause; syscall; jmp again
        b.put((byte) 0xb8).putInt(SYS_PAUSE).put((byte) 0x0f).put((byte) 0x05);
        b.put((byte) 0xeb).put((byte) -9);
        return b.position(b.capacity() - text.length).put(text).array();
    }
}
