// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.exec;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// `kt exec`, and a connection to it that nobody needs at the moment: to open one takes an emulated kernel and JVM
/// half a millisecond, and most programs run one after the other.
public final class ExecServer {
    private final UnixDomainSocketAddress address;
    private final AtomicReference<@Nullable Line> idle = new AtomicReference<>();

    /// The server.
    ///
    /// @param socket where it listens
    public ExecServer(String socket) {
        this.address = UnixDomainSocketAddress.of(socket);
    }

    Line take() throws IOException {
        Line line = idle.getAndSet(null);
        return line == null ? Line.open(address) : line;
    }

    /// Takes back a line on which nothing is due any more.
    void giveBack(Line line) {
        if (!idle.compareAndSet(null, line)) line.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
