// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ktstr4j.wire.FrameType;

/// Sends records to `kt init`. One write per record: type, length, time, payload.
public final class RecordPipe implements AutoCloseable {
    private static final int HEADER_SIZE = 16;

    private final OutputStream out;

    /// A pipe to this file: `/proc/self/fd/3` in the guest.
    public RecordPipe(String file) throws IOException {
        out = new FileOutputStream(file);
    }

    /// Sends one record; returns when the pipe has taken it.
    public synchronized void send(FrameType type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_SIZE + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(type.number())
                .putInt(payload.length)
                .putLong(System.nanoTime())
                .put(payload);
        try {
            out.write(frame.array());
        } catch (IOException e) {
            throw new UncheckedIOException("send record " + type + ": kt init does not listen", e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
