// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Puts a VM together step by step, and takes all of it apart again if a step fails. Its guest stands still.
final class VmStarter {
    /// QEMU answers within 0.1 s on an idle host; a loaded one gets time.
    private static final Duration QMP_UP = Duration.ofSeconds(30);

    private static final Duration DEATH_REPORT = Duration.ofSeconds(2);
    private static final int LOG_LINES = 10;

    private final VmSpec spec;
    private final VmPlace place;
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    VmStarter(VmSpec spec, VmPlace place) {
        this.spec = spec;
        this.place = place;
    }

    /// {@return a VM before its first instruction}
    Vm boot() {
        return orUndo(() -> {
            Path dir = privateDir();
            VmFiles files = VmFiles.of(dir, dir, place.logDir());
            GuestRam ram = keep(GuestRam.create(spec, files));
            return launch(files, ram, QemuCommand.of(spec, files), Preload.boot(spec, place, files));
        });
    }

    /// {@return a VM as it was in the snapshot}
    Vm restore(Snapshot snapshot) {
        return orUndo(() -> {
            VmFiles files = VmFiles.of(privateDir(), real(snapshot.dir()), place.logDir());
            GuestRam ram = keep(GuestRam.restored(spec, files, snapshot));
            Vm vm = launch(files, ram, QemuCommand.incoming(spec, files), Preload.restore(spec, place, files));
            new Migration(vm.qmp(), snapshot.state()).load();
            vm.process().requirePrivate(files.ram(0));
            return vm;
        });
    }

    private Path privateDir() {
        Path dir = PrivateDir.create(place.ramParent());
        made.push(() -> PrivateDir.remove(dir));
        return real(dir);
    }

    /// {@return the directory as `/proc/PID/maps` and the preloaded object name its files}
    private static Path real(Path dir) {
        try {
            return dir.toRealPath();
        } catch (IOException e) {
            throw VmException.of(VmException.Stage.START, "resolve the directory of a VM, %s: %s".formatted(dir, e), e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        made.push(part);
        return part;
    }

    private Vm launch(VmFiles files, GuestRam ram, List<String> command, Map<String, String> environment) {
        try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            door.bind(UnixDomainSocketAddress.of(files.qmp()));
            GuardedProcess process =
                    keep(GuardedProcess.start(place.guard(), List.of(files.dir()), command, environment, files.log()));
            Qmp qmp = keep(connect(door, process, files.log()));
            // QEMU has answered a command, so it holds every file open: without names, they vanish with it
            PrivateDir.remove(files.dir());
            return new Vm(files, ram, process, qmp);
        } catch (IOException e) {
            throw VmException.of(
                    VmException.Stage.START, "listen on %s for QEMU: %s".formatted(files.qmp(), e.getMessage()), e);
        }
    }

    private Qmp connect(ServerSocketChannel door, GuardedProcess process, Path log) {
        try {
            return Qmp.accept(door, process::isAlive, QMP_UP);
        } catch (VmException e) {
            List<String> printed = new Console(log).tail(LOG_LINES);
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

    private interface Steps {
        Vm take();
    }

    /// On failure releases the parts made so far, last first.
    private Vm orUndo(Steps steps) {
        try {
            return steps.take();
        } catch (RuntimeException | Error e) {
            while (!made.isEmpty()) {
                try {
                    made.pop().close();
                } catch (Exception also) {
                    e.addSuppressed(also);
                }
            }
            throw e;
        }
    }
}
