// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals to other processes, which Java cannot send by itself.
public final class Signals {
    private Signals() {}

    /// Sends a signal; returns when it is sent.
    ///
    /// @param signal as `kill` takes it: `KILL`, `STOP`, `INT`
    /// @param pid of a process that is there
    public static void send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start();
            assertEquals(0, kill.waitFor(), "kill -" + signal + " " + pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending a signal", e);
        }
    }
}
