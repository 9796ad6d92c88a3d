// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a run prints on the host, and somebody who waits for a part of it.
final class Forwarded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final String marker;
    private @Nullable Runnable action;

    /// @param marker text that starts the action, once, on the thread that prints it
    Forwarded(String marker, @Nullable Runnable action) {
        this.marker = marker;
        this.action = action;
    }

    @Override
    public synchronized void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int off, int len) {
        bytes.write(from, off, len);
        Runnable due = action;
        if (due != null && text().contains(marker)) {
            action = null;
            due.run();
        }
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
