// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Puts a VM together step by step, and takes all of it apart again if a step fails.
final class VmStarter {
    /// QEMU answers within 0.1 s on an idle host; a loaded one gets time.
    private static final Duration QMP_UP = Duration.ofSeconds(30);

    private static final Duration DEATH_REPORT = Duration.ofSeconds(2);
    private static final int LOG_LINES = 10;

    private final VmSpec spec;
    private final VmPlace place;
    private final VmFiles files;
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    VmStarter(VmSpec spec, VmPlace place) {
        this.spec = spec;
        this.place = place;
        this.files = VmFiles.of(PrivateDir.create(place.ramParent()), place.logDir());
        made.push(() -> PrivateDir.remove(files.dir()));
    }

    Vm start(Consumer<MemorySegment> prepare) {
        try {
            GuestRam ram = GuestRam.create(spec, files);
            made.push(ram);
            fill(ram, prepare);
            GuardedProcess process;
            Qmp qmp;
            try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                door.bind(UnixDomainSocketAddress.of(files.qmp()));
                process = GuardedProcess.start(
                        place.guard(), List.of(files.dir()), QemuCommand.of(spec, files), files.log());
                made.push(process);
                qmp = connect(door, process);
                made.push(qmp);
            }
            // QEMU has answered a command, so it holds every file open: without names, they vanish with it
            PrivateDir.remove(files.dir());
            qmp.execute("cont", QMP_UP);
            return new Vm(files, ram, process, qmp);
        } catch (IOException e) {
            VmException failure = VmException.of(
                    VmException.Stage.START, "listen on %s for QEMU: %s".formatted(files.qmp(), e.getMessage()), e);
            undo(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            undo(e);
            throw e;
        }
    }

    private void fill(GuestRam ram, Consumer<MemorySegment> prepare) {
        try {
            prepare.accept(ram.window());
        } catch (InternalError e) {
            // what the JVM makes of SIGBUS
            throw VmException.of(
                    VmException.Stage.START,
                    "fill the window of %d bytes: no memory behind one of its pages: %s is full; free space there"
                            .formatted(spec.windowBytes(), place.ramParent()),
                    e);
        }
    }

    private Qmp connect(ServerSocketChannel door, GuardedProcess process) {
        try {
            return Qmp.accept(door, process::isAlive, QMP_UP);
        } catch (VmException e) {
            List<String> printed = new Console(files.log()).tail(LOG_LINES);
            OptionalInt code = process.exitCode(DEATH_REPORT);
            String found = code.isPresent()
                    ? VmEnd.QemuDied.of(code, printed).describe()
                    : e.getMessage() + "; it printed \"%s\"".formatted(String.join(" / ", printed));
            throw new VmException(
                    VmException.Stage.START,
                    "start %s: %s".formatted(spec.qemu().path(), found),
                    String.join("\n", printed),
                    e);
        }
    }

    /// Releases the parts made so far, last first.
    private void undo(Throwable failure) {
        while (!made.isEmpty()) {
            try {
                made.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
