// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.judge.Evidence;
import org.ktstr4j.host.judge.Evidence.Ending;
import org.ktstr4j.host.judge.Judge;
import org.ktstr4j.host.link.OrderHead;
import org.ktstr4j.host.link.Window;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.Vm;
import org.ktstr4j.host.vm.VmEnd;
import org.ktstr4j.host.vm.VmException;
import org.ktstr4j.host.vm.VmPlace;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.record.Records;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.verdict.Verdict;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.GuestState;
import org.ktstr4j.wire.Layout;

/// One run of one test: boot, order, records, verdict.
final class SingleRun {
    private final Plan plan;
    private final VmPlace place;
    private final RunDirectory directory;
    private final Progress progress;
    private final long startedNs = System.nanoTime();
    private long takenNs;
    private boolean bodySeen;

    SingleRun(Plan plan, VmPlace place, RunDirectory directory, Progress progress) {
        this.plan = plan;
        this.place = place;
        this.directory = directory;
        this.progress = progress;
    }

    Finished run() {
        directory.write("plan.json", plan.toJson());
        Evidence evidence = boot();
        progress.stage(Progress.Stage.JUDGE, "judging");
        Verdict verdict = Judge.judge(evidence);
        History history = evidence.history();
        SchedulerFiles.write(directory, history);
        Thrown thrown = history.last(LogRecord.Result.class)
                .map(LogRecord.Result::thrown)
                .orElse(null);
        Sidecar sidecar = new Sidecar(
                plan.test(),
                verdict,
                thrown,
                plan.machine(),
                ending(evidence.ending()),
                times(history),
                payloads(history),
                history.all(LogRecord.SchedulerUp.class).stream()
                        .map(LogRecord.SchedulerUp::attached)
                        .toList());
        directory.write(Sidecar.FILE, sidecar.toJson());
        return new Finished(verdict, thrown, directory.path());
    }

    private Evidence boot() {
        progress.stage(
                Progress.Stage.BOOT,
                "booting %s, %s, %s"
                        .formatted(
                                plan.kernelRelease(),
                                plan.vm().topology(),
                                plan.vm().accelerator().label()));
        @Nullable Evidence evidence = null;
        try (Vm vm = Vm.start(plan.vm(), place, this::order)) {
            Window window = new Window(vm.window());
            VmEnd end = vm.await(() -> take(window), plan.hostLimit());
            take(window);
            History history = History.read(directory.log());
            String damage = window.damage();
            evidence = new Evidence(
                    damage == null ? history : new History(history.records(), damage),
                    ending(end, window),
                    window.droppedRecords(),
                    window.droppedBytes());
            return evidence;
        } catch (VmException e) {
            if (evidence == null) return new Evidence(History.read(directory.log()), ending(e), 0, 0);
            // Only releasing the VM failed, which says nothing about the test.
            progress.text(true, ("ktstr: " + said(e) + "\n").getBytes(StandardCharsets.UTF_8));
            return evidence;
        }
    }

    private static Ending ending(VmException e) {
        boolean stopped = Thread.currentThread().isInterrupted();
        return new Ending(stopped ? Evidence.Kind.INTERRUPTED : Evidence.Kind.QEMU_DIED, said(e), null);
    }

    // Before the guest runs its first instruction, so that nothing enters it later.
    private void order(MemorySegment memory) {
        Window window = new Window(memory);
        int crc = plan.writeLayer(window.archive());
        boolean simulated = plan.vm().accelerator() == Accelerator.SIM;
        byte[] entropy = new byte[Layout.ORDER_ENTROPY_SIZE];
        if (!simulated) new SecureRandom().nextBytes(entropy);
        long epochNs = simulated ? 0 : System.currentTimeMillis() * 1_000_000;
        window.publish(
                plan.layer().length(), crc, new OrderHead(plan.timeout().toNanos(), plan.seed(), epochNs, entropy));
    }

    /// {@return whether the guest is done, after what it has said so far was written down}
    private boolean take(Window window) {
        GuestState state = window.state();
        for (Frame frame : window.frames()) {
            directory.append(frame);
            LogRecord record = Records.read(frame);
            if (record instanceof LogRecord.Text text) progress.text(text.error(), text.bytes());
            if (record instanceof LogRecord.SchedulerStarted started) {
                progress.stage(Progress.Stage.ATTACH, "starting scheduler " + started.name());
            }
            if (record instanceof LogRecord.SchedulerUp && bodySeen) {
                progress.stage(Progress.Stage.BODY, "running the body");
            }
            if (record instanceof LogRecord.BodyStarted) {
                bodySeen = true;
                progress.stage(Progress.Stage.BODY, "running the body");
            }
        }
        if (takenNs == 0 && state.compareTo(GuestState.TAKEN) >= 0) takenNs = System.nanoTime();
        return state == GuestState.DONE;
    }

    private static Ending ending(VmEnd end, Window window) {
        if (window.state() == GuestState.DONE) return new Ending(Evidence.Kind.DONE, "", null);
        return switch (end) {
            case VmEnd.Reached ignored -> new Ending(Evidence.Kind.DONE, "", null);
            case VmEnd.PoweredOff off -> new Ending(Evidence.Kind.POWER_OFF, off.describe(), null);
            case VmEnd.Reset reset ->
                new Ending(
                        reset.panic().isPresent() ? Evidence.Kind.PANIC : Evidence.Kind.RESET,
                        reset.describe(),
                        reset.panic().orElse(null));
            case VmEnd.QemuDied died -> new Ending(Evidence.Kind.QEMU_DIED, died.describe(), null);
            case VmEnd.QemuStopped stopped -> new Ending(Evidence.Kind.QEMU_DIED, stopped.describe(), null);
            case VmEnd.Hang hang -> new Ending(Evidence.Kind.HANG, hang.describe(), null);
        };
    }

    private static String ending(Ending ending) {
        return ending.kind() == Evidence.Kind.DONE ? "done" : ending.what();
    }

    private Map<String, Long> times(History history) {
        Map<String, Long> times = new LinkedHashMap<>();
        if (takenNs != 0) times.put("boot", takenNs - startedNs);
        if (bodySeen) {
            long beginNs = atNs(history, LogRecord.BodyStarted.class).orElseThrow();
            atNs(history, LogRecord.Result.class)
                    .or(() -> atNs(history, LogRecord.AgentExit.class))
                    .ifPresent(endNs -> times.put("body", endNs - beginNs));
        }
        times.put("total", System.nanoTime() - startedNs);
        return times;
    }

    private static Optional<Long> atNs(History history, Class<? extends LogRecord> kind) {
        return history.records().stream()
                .filter(each -> kind.isInstance(each.record()))
                .map(History.Entry::atNs)
                .findFirst();
    }

    private static List<PayloadRecord> payloads(History history) {
        return history.all(LogRecord.PayloadFinished.class).stream()
                .map(LogRecord.PayloadFinished::payload)
                .toList();
    }

    private static String said(@Nullable Throwable thrown) {
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }
}
