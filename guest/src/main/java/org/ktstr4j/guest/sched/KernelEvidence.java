// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.wire.FrameType;

/// The kernel's own account of schedulers: its log, and its dumps. What this kernel does not have
/// is noted once.
final class KernelEvidence {
    private final DumpTrace dumps;
    private final @Nullable KernelLog log;

    private KernelEvidence(DumpTrace dumps, @Nullable KernelLog log) {
        this.dumps = dumps;
        this.log = log;
    }

    static KernelEvidence collect(Surroundings guest, Consumer<String> lines) {
        DumpTrace dumps = DumpTrace.arm(guest.files().traces(), guest.files().instance());
        try {
            return new KernelEvidence(dumps, KernelLog.follow(guest.files().kernelLog(), lines));
        } catch (IOException e) {
            byte[] note = ("follow the kernel's log: " + e.getMessage()).getBytes(StandardCharsets.UTF_8);
            guest.records().accept(FrameType.NOTE, note);
            return new KernelEvidence(dumps, null);
        }
    }

    /// Returns when all that the kernel has logged until now has been told.
    void catchUp() throws InterruptedException {
        if (log != null) log.catchUp();
    }

    /// Follows the kernel's log no longer.
    void close() throws InterruptedException {
        if (log != null) log.close();
    }

    /// {@return the last dump, empty if there is none}
    String dump() {
        return dumps.take();
    }
}
