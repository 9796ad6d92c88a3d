// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.judge.Evidence;
import org.ktstr4j.host.judge.Evidence.Ending;
import org.ktstr4j.host.link.OrderHead;
import org.ktstr4j.host.link.Window;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.Vm;
import org.ktstr4j.host.vm.VmEnd;
import org.ktstr4j.host.vm.VmException;
import org.ktstr4j.host.vm.VmPlace;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.record.Records;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.GuestState;
import org.ktstr4j.wire.Layout;

/// One run of one test: boot, order, records, verdict.
final class SingleRun {
    private final Plan plan;
    private final VmPlace place;
    private final Guests guests;
    private final RunDirectory directory;
    private final Progress progress;
    private final Forward forward;
    private final Moments moments = new Moments();
    private boolean taken;
    private boolean bodySeen;
    private String origin = "none";
    private String doubt = "not run";

    SingleRun(Plan plan, VmPlace place, Guests guests, RunDirectory directory, Progress progress) {
        this.plan = plan;
        this.place = place;
        this.guests = guests;
        this.directory = directory;
        this.progress = progress;
        this.forward = new Forward(progress);
    }

    Finished run() {
        directory.write(Plan.FILE, plan.toJson());
        Evidence evidence = live();
        progress.stage(Progress.Stage.JUDGE, "judging");
        return new Conclusion(plan.test(), machine(), moments, plan.seed(), doubt).write(evidence, directory);
    }

    private Evidence live() {
        @Nullable Evidence evidence = null;
        Guests.Guest guest;
        try {
            guest = guests.start(plan, place, progress, moments);
        } catch (VmException e) {
            return new Evidence(History.read(directory.log()), ending(e), 0, 0);
        }
        origin = guest.origin();
        try (Vm vm = guest.vm()) {
            Window window = new Window(vm.window());
            doubt = doubt(vm, true, "before");
            vm.resume(_ -> order(window));
            VmEnd end = vm.await(() -> take(window), plan.hostLimit());
            take(window);
            forward.end();
            if (doubt.isEmpty()) doubt = doubt(vm, end instanceof VmEnd.Reached, "after");
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
    private void order(Window window) {
        int crc = plan.writeLayer(window.archive());
        boolean simulated = plan.vm().accelerator() == Accelerator.SIM;
        byte[] entropy = new byte[Layout.ORDER_ENTROPY_SIZE];
        if (simulated) new SplittableRandom(plan.seed()).nextBytes(entropy);
        else new SecureRandom().nextBytes(entropy);
        long epochNs = simulated ? 0 : System.currentTimeMillis() * 1_000_000;
        if (simulated) directory.keepLayer(plan, crc);
        window.publish(plan.layerBytes(), crc, new OrderHead(plan.timeout().toNanos(), plan.seed(), epochNs, entropy));
    }

    /// {@return whether the guest is done, after what it has said so far was written down}
    private boolean take(Window window) {
        GuestState state = window.state();
        for (Frame frame : window.frames()) {
            directory.append(frame);
            LogRecord record = Records.read(frame);
            forward.take(record);
            if (record instanceof LogRecord.Taken) taken = true;
            // what was printed just after a record may come before it: the body's first line before its BodyStarted
            if (taken && record instanceof LogRecord.Text text && !text.error()) moments.reached("firstLine");
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
        if (state.compareTo(GuestState.TAKEN) >= 0) moments.reached("boot");
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
            case VmEnd.Watchdog watchdog -> new Ending(Evidence.Kind.HANG, watchdog.describe(), null);
            case VmEnd.Hang hang -> new Ending(Evidence.Kind.HANG, hang.describe(), null);
        };
    }

    // A timer of the host's is the one way left in which its time could get into a simulated guest that goes on.
    private String doubt(Vm vm, boolean goesOn, String when) {
        Accelerator accelerator = plan.vm().accelerator();
        if (accelerator != Accelerator.SIM) {
            return "accelerator %s: the guest's clock follows the host's".formatted(accelerator.label());
        }
        if (!vm.isAlive()) return "QEMU did not live to the end of the run";
        return goesOn && vm.armed() ? "QEMU waited for a timer of the host's %s the run".formatted(when) : "";
    }

    private Map<String, String> machine() {
        Map<String, String> machine = new LinkedHashMap<>(plan.machine());
        machine.put("guest", origin);
        return machine;
    }

    private static String said(@Nullable Throwable thrown) {
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }
}
