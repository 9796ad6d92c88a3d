// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.record.Records;
import org.ktstr4j.scheduler.KernelWrite;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.scheduler.SchedulerSource;
import org.ktstr4j.wire.FrameType;

/// One start of a scheduler: from the first check to its end. Whoever uses it sees to it that only one
/// thread does; the threads that watch only wake that one, through the lock.
final class SchedulerRun {
    private static final long SECOND_NS = 1_000_000_000L;

    /// The kernel's log wakes us; this is for a kernel that does not log.
    private static final long LOOK_MS = 100;

    private static final long TEXT_MAX = 4 << 20;

    private final Object lock;
    private final Runnable changed;
    private final Surroundings guest;
    private final Scheduler scheduler;
    private final SchedExt kernel;
    private final KernelEvidence evidence;
    private final KernelWords words = new KernelWords();
    private final LogText log = new LogText();
    private Map<String, Long> events = Map.of();
    private @Nullable SchedulerProgram program;
    private boolean enabledBuiltin;
    private boolean attached;

    /// @param changed called when the program has ended
    SchedulerRun(
            Object lock,
            Runnable changed,
            Surroundings guest,
            Scheduler scheduler,
            SchedExt kernel,
            KernelEvidence evidence) {
        this.lock = lock;
        this.changed = changed;
        this.guest = guest;
        this.scheduler = scheduler;
        this.kernel = kernel;
        this.evidence = evidence;
    }

    KernelWords words() {
        return words;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /// {@return whether it has come to an end that nobody of us asked for}
    boolean over() {
        return words.kind() != null || (program != null && program.ended() != null);
    }

    /// What a start comes to.
    ///
    /// @param attached set if it attached
    /// @param end set if it did not
    record Start(
            @Nullable SchedulerAttached attached, @Nullable SchedulerEnd end) {}

    Start start() throws InterruptedException {
        long decidedNs = System.nanoTime();
        String refusal = refusal();
        if (refusal != null) return failed(SchedulerOutcome.COULD_NOT_START, refusal);
        try {
            for (Map.Entry<String, String> sysctl : scheduler.sysctls().entrySet()) set(sysctl);
        } catch (IOException e) {
            return failed(SchedulerOutcome.COULD_NOT_START, String.valueOf(e.getMessage()));
        }
        if (scheduler.source() instanceof SchedulerSource.KernelBuiltin builtin) return enable(builtin, decidedNs);
        List<String> argv = argv();
        try {
            Files.createDirectories(Path.of(guest.cgroup()));
            program = SchedulerProgram.watch(
                    guest.launcher().launch(new LaunchSpec(argv, guest.cgroup(), Map.of(), null, null, true)),
                    this::take,
                    changed);
        } catch (LaunchException | IOException e) {
            String where = e instanceof LaunchException launch ? launch.stage() + ": " : "";
            return failed(SchedulerOutcome.COULD_NOT_START, argv.getFirst() + ": " + where + e.getMessage());
        }
        guest.records().accept(FrameType.SCHED_START, Records.schedulerStarted(scheduler.name(), argv, program.pid()));
        return awaitAttach(program, decidedNs);
    }

    private @Nullable String refusal() {
        if (!scheduler.schedExt()) return null;
        if (!kernel.present()) return "this kernel has no sched_ext; use one with CONFIG_SCHED_CLASS_EXT";
        if (!kernel.state().equals("disabled")) {
            return "\"%s\" is attached already (state \"%s\"); the kernel takes one at a time: detach it first"
                    .formatted(kernel.ops(), kernel.state());
        }
        return null;
    }

    private void set(Map.Entry<String, String> sysctl) throws IOException {
        Path file = guest.files().sysctl().resolve(sysctl.getKey().replace('.', '/'));
        write(
                "sysctl " + sysctl.getKey() + " = " + sysctl.getValue(),
                new KernelWrite(sysctl.getValue(), file.toString()));
    }

    private static void write(String what, KernelWrite write) throws IOException {
        try {
            Files.writeString(Path.of(write.file()), write.value(), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new IOException(what + ": there is no such file", e);
        } catch (FileSystemException e) {
            throw new IOException(what + ": " + (e.getReason() == null ? "permission denied" : e.getReason()), e);
        } catch (IOException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }

    private Start enable(SchedulerSource.KernelBuiltin builtin, long decidedNs) throws InterruptedException {
        List<String> commands =
                builtin.enable().stream().map(KernelWrite::toString).toList();
        guest.records().accept(FrameType.SCHED_START, Records.schedulerStarted(scheduler.name(), commands, 0));
        long startNs = System.nanoTime();
        try {
            for (KernelWrite each : builtin.enable()) write("enable command \"" + each + "\"", each);
        } catch (IOException e) {
            return failed(SchedulerOutcome.COULD_NOT_START, String.valueOf(e.getMessage()));
        }
        enabledBuiltin = true;
        attached = true;
        return attached(new SchedulerAttached(
                scheduler.name(), "", 0, System.nanoTime() - startNs, startNs - decidedNs, List.of(), List.of()));
    }

    private List<String> argv() {
        List<String> argv = new ArrayList<>();
        switch (scheduler.source()) {
            case SchedulerSource.Program p -> argv.add(guest.programs().getOrDefault(p.exe(), p.exe()));
            case SchedulerSource.JavaMain main -> {
                argv.addAll(guest.java());
                argv.add(1, "--enable-native-access=ALL-UNNAMED"); // libbpf is a C library
                argv.add(main.className());
            }
            default -> throw new IllegalStateException(scheduler + " has no program");
        }
        String config = scheduler.configFile();
        if (config != null) argv.addAll(List.of("--config", guest.programs().getOrDefault(config, config)));
        if (scheduler.cgroupParentArg() != null)
            argv.addAll(List.of(scheduler.cgroupParentArg(), guest.cgroupParent()));
        argv.addAll(scheduler.args());
        if (scheduler.watchdogArg() != null && guest.watchdogMs() > 0)
            argv.addAll(List.of(scheduler.watchdogArg(), Long.toString(guest.watchdogMs())));
        return argv;
    }

    private void take(byte[] bytes, int length) {
        log.add(bytes, length);
        // What comes after that is still in the log's end.
        if (log.total() <= TEXT_MAX) guest.records().accept(FrameType.SCHED_TEXT, Arrays.copyOf(bytes, length));
    }

    private Start awaitAttach(SchedulerProgram started, long decidedNs) throws InterruptedException {
        long limitNs = scheduler.attachLimit().toNanos() * guest.slowness();
        long deadlineNs = System.nanoTime() + limitNs;
        while (true) {
            if (kernel.state().equals("enabled")) break;
            if (started.ended() != null) return new Start(null, finish(false));
            long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                String state = kernel.state();
                bringDown(started);
                return failed(
                        SchedulerOutcome.NOT_ATTACHED,
                        "nothing was attached within %d s of guest time, the kernel's state was \"%s\""
                                .formatted(limitNs / SECOND_NS, state));
            }
            synchronized (lock) {
                if (!words.enabled() && started.ended() == null) lock.wait(LOOK_MS);
            }
        }
        long enabledNs = System.nanoTime();
        String ops = kernel.ops();
        if (!named(ops)) {
            bringDown(started);
            return failed(
                    SchedulerOutcome.ATTACHED_OTHER,
                    "expected \"%s\", the kernel has \"%s\"".formatted(scheduler.opsName(), ops));
        }
        attached = true;
        return attached(new SchedulerAttached(
                scheduler.name(),
                ops,
                started.pid(),
                enabledNs - started.startedAtNs(),
                started.startedAtNs() - decidedNs,
                List.of(),
                VerifierFigures.of(guest, started.pid())));
    }

    private boolean named(String ops) {
        String wanted = scheduler.opsName();
        return wanted == null || ops.equals(wanted) || ops.startsWith(wanted + "_");
    }

    private Start attached(SchedulerAttached value) {
        guest.records().accept(FrameType.SCHED_ATTACHED, Records.schedulerUp(value));
        return new Start(value, null);
    }

    private Start failed(SchedulerOutcome outcome, String what) throws InterruptedException {
        if (program != null) evidence.catchUp();
        return new Start(null, observe(false).end(outcome, what));
    }

    /// {@return what became of it after it was told to stop}
    SchedulerEnd stop() throws InterruptedException {
        if (scheduler.schedExt()) events = kernel.events();
        boolean told = !over();
        SchedulerProgram started = program;
        if (started != null) bringDown(started);
        if (scheduler.source() instanceof SchedulerSource.KernelBuiltin builtin && enabledBuiltin) {
            try {
                for (KernelWrite each : builtin.disable()) write("disable command \"" + each + "\"", each);
            } catch (IOException e) {
                return observe(told).end(SchedulerOutcome.STILL_ATTACHED, String.valueOf(e.getMessage()));
            }
        }
        return finish(told);
    }

    /// {@return what became of it; waits until program and kernel have both said their last word}
    SchedulerEnd finish(boolean told) throws InterruptedException {
        SchedulerProgram started = program;
        if (started != null && !awaitEnd(started, 5)) bringDown(started);
        if (scheduler.schedExt()) {
            awaitDisabled(attached ? 10 : 2);
            evidence.catchUp();
        }
        SchedulerEnd end = observe(told).end();
        if (end.outcome() == SchedulerOutcome.STILL_ATTACHED) eject();
        if (started != null) started.close();
        return end;
    }

    private void eject() throws InterruptedException {
        try {
            kernel.eject();
            awaitDisabled(10);
        } catch (IOException e) {
            byte[] note = ("eject what is still attached: " + e.getMessage()).getBytes(StandardCharsets.UTF_8);
            guest.records().accept(FrameType.NOTE, note);
        }
    }

    private void bringDown(SchedulerProgram started) throws InterruptedException {
        started.stop();
        if (!awaitEnd(started, 10)) {
            started.kill();
            awaitEnd(started, 10);
        }
    }

    private boolean awaitEnd(SchedulerProgram started, int seconds) throws InterruptedException {
        return await(seconds, () -> started.ended() != null);
    }

    private void awaitDisabled(int seconds) throws InterruptedException {
        await(
                seconds,
                () -> !kernel.state().equals("enabled") && !kernel.state().equals("disabling"));
    }

    private boolean await(int seconds, BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + seconds * SECOND_NS;
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > deadlineNs) return false;
                lock.wait(LOOK_MS);
            }
            return true;
        }
    }

    private Observed observe(boolean told) {
        return new Observed(
                scheduler.name(),
                attached,
                told,
                program == null ? null : program.ended(),
                words.kind(),
                words.reason(),
                words.message(),
                scheduler.schedExt() ? kernel.state() : "",
                evidence.dump(),
                log.text(),
                events);
    }
}
