// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A process that was started. One thread waits; {@link #kill} may come from any other.
public interface Launched extends AutoCloseable {
    /// {@return the process id in the guest; of its process group too, if it leads one}
    long pid();

    /// {@return when its program began to run: CLOCK_MONOTONIC of the guest, the clock of `System.nanoTime`, in
    /// ns}
    long startedAtNs();

    /// {@return standard output, raw and unbuffered; ends when nobody holds the other end any more. Closing it
    /// wakes a blocked reader}
    InputStream stdout();

    /// {@return standard error, raw and unbuffered; ends when nobody holds the other end any more. Closing it
    /// wakes a blocked reader}
    InputStream stderr();

    /// Sends SIGKILL to the process group, to the process, and to all that is left in a cgroup of its own.
    /// Returns at once; harmless when the process has ended or this is closed.
    void kill();

    /// {@return how it ended; empty if it still runs after that time. Gives the same again when asked again}
    ///
    /// Whatever is left of its process group, or in a cgroup of its own, has been killed by then.
    ///
    /// @param timeoutNs how long to wait; 0 looks without waiting, negative waits for ever
    /// @throws IOException if it can no longer be known how it ended, for example because the launcher is gone
    /// @throws InterruptedException if the thread was interrupted; the process is left as it is
    Optional<Ended> await(long timeoutNs) throws IOException, InterruptedException;

    /// Kills what still runs and releases streams and descriptors. A second call does nothing.
    @Override
    void close();
}
