// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.ktstr4j.json.Node;

/// Saves and loads the processors and devices of a guest whose memory stays in its files. QEMU calls both a
/// migration.
final class Migration {
    /// Either takes 10 to 20 ms.
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long POLL_NS = 500_000;

    /// Memory that is mapped shared is left out.
    private static final Map<String, ?> LEAVE_MEMORY =
            Map.of("capabilities", List.of(Map.of("capability", "x-ignore-shared", "state", true)));

    /// After a load QEMU would announce the guest on networks, even where there is none, by a timer in host time;
    /// under an instruction-counted clock every processor's budget ends at the nearest such timer
    /// (`icount_get_limit` of accel/tcg/tcg-accel-ops-icount.c), so that no two runs would be the same.
    private static final Map<String, ?> NO_ANNOUNCEMENT = Map.of("announce-rounds", 0);

    private final Qmp qmp;
    private final Path state;

    Migration(Qmp qmp, Path state) {
        this.qmp = qmp;
        this.state = state;
    }

    /// Writes the file. The guest must be stopped.
    void save() {
        qmp.execute("migrate-set-capabilities", LEAVE_MEMORY, LIMIT);
        qmp.execute("migrate", Map.of("uri", "file:" + state), LIMIT);
        finish("write processors and devices to ");
    }

    /// Reads the file into a QEMU that was started to wait for it; the guest stands still afterwards.
    void load() {
        qmp.execute("migrate-set-capabilities", LEAVE_MEMORY, LIMIT);
        qmp.execute("migrate-set-parameters", NO_ANNOUNCEMENT, LIMIT);
        qmp.execute("migrate-incoming", Map.of("uri", "file:" + state), LIMIT);
        finish("read processors and devices from ");
    }

    private void finish(String doing) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Node told = qmp.execute("query-migrate", LIMIT);
            String status = told.get("status").stringOr("none");
            if (status.equals("completed")) return;
            if (status.equals("failed") || System.nanoTime() > deadline) {
                throw VmException.of(
                        VmException.Stage.SNAPSHOT,
                        "%s%s: %s, \"%s\""
                                .formatted(
                                        doing,
                                        state,
                                        status,
                                        told.get("error-desc").stringOr("")));
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
