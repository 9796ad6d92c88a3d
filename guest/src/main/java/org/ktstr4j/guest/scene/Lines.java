// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Lines that come through a channel, of any length.
final class Lines {
    private final ReadableByteChannel channel;
    private byte[] bytes = new byte[1 << 16];
    private int from;
    private int looked;
    private int to;

    Lines(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /// {@return the next line that is there already, null if none is complete}
    @Nullable
    String next() {
        for (; looked < to; looked++) {
            if (bytes[looked] != '\n') continue;
            String line = new String(bytes, from, looked - from, StandardCharsets.UTF_8);
            from = ++looked;
            return line;
        }
        return null;
    }

    /// Reads what is there.
    ///
    /// @return whether the other end is still there
    boolean read() throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            looked -= from;
            from = 0;
        }
        if (to == bytes.length) bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        int got = channel.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
        if (got > 0) to += got;
        return got >= 0;
    }
}
