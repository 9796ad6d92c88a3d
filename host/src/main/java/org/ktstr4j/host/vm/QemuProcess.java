// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What the kernel says of a QEMU process. Reading it does not touch the guest.
record QemuProcess(long pid) {
    /// System call number of ppoll on x86-64.
    private static final String PPOLL = "271";

    /// System call number of futex.
    private static final String FUTEX = "202";

    private static final String NULL = "0x0";

    /// So often in a row, and it is no passing wait for a lock.
    private static final int STEADY = 10;

    private static final long POLL_NS = 200_000;
    private static final int TRIES = 5_000;

    /// Makes sure that the guest writes copies of a file's pages: a mapping that is shared would change the file
    /// for all who start from it.
    ///
    /// @throws VmException if the file is mapped shared, or not at all
    void requirePrivate(Path file) {
        Path maps = Path.of("/proc", Long.toString(pid), "maps");
        String found = "not mapped";
        try {
            for (String line : Files.readAllLines(maps)) {
                if (!line.endsWith(" " + file)) continue;
                found = line.split(" ", 3)[1];
                if (!found.endsWith("p")) break;
            }
        } catch (IOException e) {
            found = e.toString();
        }
        if (!found.endsWith("p")) {
            throw VmException.of(
                    VmException.Stage.SNAPSHOT,
                    "start from a snapshot: expected a private mapping of %s in QEMU, was %s; is QEMU linked statically, or LD_PRELOAD refused?"
                            .formatted(file, found));
        }
    }

    /// {@return whether QEMU's main loop waits for a timer of the host's}
    ///
    /// While it waits for something to happen it is in `ppoll`, whose third argument, the time-out, is NULL then.
    /// While it waits for its turn (native/preload/turns.c), that is the fifth argument of a `futex` with a limit.
    /// A timer means that host time can enter the guest: such a run need not repeat.
    boolean armed() {
        for (int i = 0; i < TRIES; i++) {
            List<String> words = syscall();
            if (words.size() > 5 && words.getFirst().equals(PPOLL))
                return !words.get(3).equals(NULL);
            if (words.size() > 5
                    && words.getFirst().equals(FUTEX)
                    && !words.get(4).equals(NULL)) return !words.get(5).equals(NULL);
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    /// Waits until QEMU's main loop waits for its processors to stop: it is in no `ppoll` then, and stays so until
    /// they have.
    ///
    /// @param stopped whether they have
    void awaitNoPolling(BooleanSupplier stopped, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        int seen = 0;
        while (seen < STEADY && !stopped.getAsBoolean() && System.nanoTime() < deadline) {
            List<String> words = syscall();
            seen = words.getFirst().equals(FUTEX) ? seen + 1 : 0;
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private List<String> syscall() {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "syscall"))
                    .strip()
                    .split(" "));
        } catch (IOException e) {
            return List.of("");
        }
    }
}
