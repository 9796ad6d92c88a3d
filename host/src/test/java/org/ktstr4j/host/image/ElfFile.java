// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes ELF files of headers only: what the loader reads of them is there, code is not.
final class ElfFile {
    private static final int BASE = 0x40_0000;

    private final List<long[]> tags = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private String interpreter = "";
    private int machine = Elf.X86_64;

    ElfFile() {
        strings.write(0);
    }

    ElfFile interpreter(Path loader) {
        interpreter = loader.toString();
        return this;
    }

    ElfFile machine(int number) {
        machine = number;
        return this;
    }

    ElfFile needed(String... names) {
        for (String name : names) {
            tag(1, name);
        }
        return this;
    }

    ElfFile soname(String name) {
        return tag(14, name);
    }

    ElfFile rpath(String dirs) {
        return tag(15, dirs);
    }

    ElfFile runpath(String dirs) {
        return tag(29, dirs);
    }

    byte[] bytes() {
        byte[] interp = (interpreter + "\0").getBytes(UTF_8);
        byte[] text = strings.toByteArray();
        int interpAt = 64 + 3 * 56;
        int textAt = interpAt + interp.length;
        int dynamicAt = textAt + text.length;
        int size = dynamicAt + 16 * (tags.size() + 2);
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 3)
                .putShort((short) machine)
                .putInt(1)
                .putLong(0)
                .putLong(64)
                .putLong(0);
        file.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 3);
        segment(file.position(64), 1, 0, size);
        segment(file, interpreter.isEmpty() ? 0 : 3, interpAt, interp.length);
        segment(file, 2, dynamicAt, size - dynamicAt);
        file.put(interp).put(text);
        for (long[] tag : tags) {
            file.putLong(tag[0]).putLong(tag[1]);
        }
        file.putLong(5).putLong(BASE + textAt);
        return file.array();
    }

    Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes());
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable " + file);
        }
        return file;
    }

    private ElfFile tag(int number, String text) {
        tags.add(new long[] {number, strings.size()});
        strings.writeBytes((text + "\0").getBytes(UTF_8));
        return this;
    }

    private static void segment(ByteBuffer file, int type, long off, long length) {
        file.putInt(type).putInt(4).putLong(off).putLong(BASE + off).putLong(BASE + off);
        file.putLong(length).putLong(length).putLong(1);
    }
}
