// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.exec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A request of the `kt exec` protocol: its length, then keys and values, each ended by a NUL.
final class Request {
    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream(512);

    /// @throws IllegalArgumentException if the value has a NUL, which no argument of a process can hold
    void add(String key, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "%s \"%s\" has a NUL character".formatted(key, value.replace("\0", "\\0")));
        }
        pairs.writeBytes(key.getBytes(StandardCharsets.UTF_8));
        pairs.write(0);
        pairs.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        pairs.write(0);
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(4 + pairs.size()).order(ByteOrder.LITTLE_ENDIAN);
        return out.putInt(pairs.size()).put(pairs.toByteArray()).flip();
    }
}
