// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small bzImage: a header that says what a test wants, and no kernel behind it.
final class TestImage {
    static final int SETUP_SECTS = 3;
    static final int PROTECTED_BYTES = 4096;

    private final byte[] bytes = new byte[(SETUP_SECTS + 1) * 512 + PROTECTED_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    TestImage(String version) {
        buffer.put(0x1f1, (byte) SETUP_SECTS);
        buffer.putInt(0x1f4, PROTECTED_BYTES / 16);
        u16(0x1fe, 0xaa55);
        buffer.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        u16(0x206, 0x20f);
        u16(0x20e, 0x300);
        u16(0x236, 0x7f);
        buffer.putInt(0x260, 60 << 20);
        buffer.put(0x500, (version + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    TestImage u16(int off, int value) {
        buffer.putShort(off, (short) value);
        return this;
    }

    TestImage u32(int off, int value) {
        buffer.putInt(off, value);
        return this;
    }

    TestImage payload(byte[] payload) {
        buffer.putInt(0x248, 0).putInt(0x24c, payload.length);
        buffer.put((SETUP_SECTS + 1) * 512, payload);
        return this;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    Path write(Path path) {
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            return Files.write(path, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
