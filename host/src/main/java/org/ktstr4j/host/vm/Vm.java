// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A live virtual machine. Whatever dies first, this process included, nothing of it is left.
public final class Vm implements AutoCloseable {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Duration QMP_ANSWER = Duration.ofSeconds(5);
    private static final Duration DEATH_REPORT = Duration.ofSeconds(2);
    private static final Duration STOPPING = Duration.ofSeconds(5);
    private static final long POLL_NS = 1_000_000;
    private static final int TAIL_LINES = 20;

    private final VmFiles files;
    private final GuestRam ram;
    private final GuardedProcess process;
    private final Qmp qmp;
    private final Console console;

    Vm(VmFiles files, GuestRam ram, GuardedProcess process, Qmp qmp) {
        this.files = files;
        this.ram = ram;
        this.process = process;
        this.qmp = qmp;
        this.console = new Console(files.console());
    }

    /// {@return a VM that is about to boot; [#resume] lets it}
    ///
    /// @throws org.ktstr4j.plan.PlanException if the host has no room for it
    /// @throws VmException if QEMU does not start
    public static Vm boot(VmSpec spec, VmPlace place) {
        HostMemory.require(spec.memoryMib(), MEMINFO, place.ramParent());
        return new VmStarter(spec, place).boot();
    }

    /// {@return a VM that stands where the snapshot was taken; [#resume] lets it go on}
    ///
    /// @param spec of the VM that the snapshot was taken of
    /// @throws org.ktstr4j.plan.PlanException if the host has no room for it
    /// @throws VmException if QEMU does not start or does not take the snapshot
    public static Vm restore(VmSpec spec, Snapshot snapshot, VmPlace place) {
        HostMemory.require(spec.memoryMib(), MEMINFO, place.ramParent());
        return new VmStarter(spec, place).restore(snapshot);
    }

    /// Lets the guest run. Nothing may enter it from then on.
    ///
    /// @param prepare gets the window before the guest's next instruction
    public void resume(Consumer<MemorySegment> prepare) {
        try {
            prepare.accept(window());
        } catch (InternalError e) {
            // what the JVM makes of SIGBUS
            throw VmException.of(
                    VmException.Stage.START,
                    "fill the window of %d bytes: no memory behind one of its pages: the file system of %s is full; free space there"
                            .formatted(window().byteSize(), files.dir().getParent()),
                    e);
        }
        qmp.execute("cont", QMP_ANSWER);
    }

    /// Stops the guest for good and writes all of it.
    ///
    /// A simulated guest waits for it at a point of its own (`native/preload/time.c`), so that it stops at the
    /// same instruction each time: the word that lets it go on is given when QEMU is already stopping.
    ///
    /// @param goOn called when QEMU is stopping
    /// @param to names an existing directory
    /// @param note physical address of the kernel's note VMCOREINFO, 0 if it is not known
    /// @return what was written
    /// @throws VmException if that fails
    public Saved save(Snapshot to, Runnable goOn, long note) {
        Qmp.Pending stopped = qmp.send("stop");
        process().awaitNoPolling(stopped::isDone, STOPPING);
        goOn.run();
        stopped.await(QMP_ANSWER);
        new Migration(qmp, to.state()).save();
        try {
            Saved memory = ram.save(to, note);
            return new Saved(memory.bytes() + Files.size(to.state()), memory.crc32c(), memory.unknown());
        } catch (IOException e) {
            throw VmException.of(
                    VmException.Stage.SNAPSHOT, "write the guest's memory to %s: %s".formatted(to.dir(), e), e);
        }
    }

    /// {@return the window: `windowBytes` of the spec, shared with the guest, usable by any thread until
    /// [#close()]}
    public MemorySegment window() {
        return ram.window();
    }

    /// {@return what the guest writes on its console; readable after [#close()] as well}
    public Console console() {
        return console;
    }

    /// {@return the conversation with QEMU}
    Qmp qmp() {
        return qmp;
    }

    /// {@return whether QEMU still runs}
    public boolean isAlive() {
        return process.isAlive() && !qmp.closed();
    }

    /// {@return whether QEMU waits for a timer of the host's; asking does not touch the guest}
    public boolean armed() {
        return process().armed();
    }

    /// {@return the process that is QEMU}
    QemuProcess process() {
        return process.command();
    }

    /// {@return the process id of QEMU's guard}
    public long pid() {
        return process.pid();
    }

    /// Waits, looking about once in a millisecond, until the condition holds, the VM has ended, or the time
    /// is over.
    ///
    /// If the VM ends, the condition is asked once more, so that what the guest left in the window counts.
    ///
    /// @param condition cheap, such as one acquire read of the window's header
    public VmEnd await(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            if (condition.getAsBoolean()) {
                return new VmEnd.Reached();
            }
            Optional<VmEnd> end = ended();
            if (end.isPresent()) {
                return condition.getAsBoolean() ? new VmEnd.Reached() : end.get();
            }
            if (System.nanoTime() >= deadline) {
                return new VmEnd.Hang(limit, console.lastLine());
            }
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw VmException.of(VmException.Stage.BOOT, "wait for the VM: interrupted");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /// {@return how the VM ended, empty while it runs}
    private Optional<VmEnd> ended() {
        for (QmpEvent event : qmp.events()) {
            switch (event.name()) {
                case "SHUTDOWN" -> {
                    return Optional.of(shutdown(event.body().get("reason").stringOr("")));
                }
                case "STOP" -> {
                    return Optional.of(stopped());
                }
                default -> {
                    // others say nothing about an end
                }
            }
        }
        return qmp.closed() || !process.isAlive() ? Optional.of(died()) : Optional.empty();
    }

    private VmEnd shutdown(String reason) {
        return switch (reason) {
            case "guest-shutdown" -> new VmEnd.PoweredOff(console.tail(TAIL_LINES));
            case "guest-reset", "guest-panic" -> new VmEnd.Reset(console.panic(), console.tail(TAIL_LINES));
            default -> died();
        };
    }

    private VmEnd stopped() {
        try {
            String status =
                    qmp.execute("query-status", QMP_ANSWER).get("status").stringOr("");
            if (status.equals("watchdog")) return new VmEnd.Watchdog(console.lastLine());
            return new VmEnd.QemuStopped(status, console.tail(TAIL_LINES));
        } catch (VmException e) {
            return died();
        }
    }

    private VmEnd died() {
        return VmEnd.QemuDied.of(process.exitCode(DEATH_REPORT), new Console(files.log()).tail(TAIL_LINES));
    }

    /// Kills QEMU and frees its memory; the console and QEMU's log stay.
    ///
    /// @throws VmException if something could not be released
    @Override
    public void close() {
        @Nullable VmException failure = null;
        for (Runnable part :
                List.<Runnable>of(qmp::close, process::close, ram::close, () -> PrivateDir.remove(files.dir()))) {
            try {
                part.run();
            } catch (VmException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
