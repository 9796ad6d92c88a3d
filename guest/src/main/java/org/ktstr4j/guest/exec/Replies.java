// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.exec;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The lines that `kt exec` sends.
final class Replies {
    private static final int MAX_LINE = 4096;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_LINE);

    Replies(SocketChannel channel) {
        this.channel = channel;
    }

    /// {@return the next line; the channel must block}
    String next() throws IOException {
        while (true) {
            String line = poll();
            if (line != null) return line;
        }
    }

    /// {@return the next line if it is complete after at most one read, else null}
    ///
    /// @throws EOFException if the server has hung up
    @Nullable
    String poll() throws IOException {
        String line = take();
        if (line != null) return line;
        if (!buffer.hasRemaining()) throw new IOException("kt exec sent a line of over " + MAX_LINE + " bytes");
        if (channel.read(buffer) < 0) throw new EOFException("kt exec hung up in the middle of an invocation");
        return take();
    }

    private @Nullable String take() {
        byte[] bytes = buffer.array();
        int end = buffer.position();
        for (int i = 0; i < end; i++) {
            if (bytes[i] != '\n') continue;
            String line = new String(bytes, 0, i, StandardCharsets.UTF_8);
            buffer.flip().position(i + 1);
            buffer.compact();
            return line;
        }
        return null;
    }
}
