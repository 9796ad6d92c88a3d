// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.VmSpec;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.topology.Topology;

/// Has a simulated run again, from nothing but its run directory and what this machine has of the same content:
/// QEMU, kernel, image.
public final class Replay {
    private final Path directory;
    private final Sidecar recorded;
    private final Node plan;
    private final List<String> differences = new ArrayList<>();

    private Replay(Path directory) throws IOException {
        this.directory = directory;
        this.recorded = Sidecar.read(directory);
        this.plan = Json.read("plan", Files.readString(directory.resolve(Plan.FILE)));
    }

    /// What a replay came to.
    ///
    /// @param finished the new run
    /// @param difference where it differs from the recorded one, empty if it does not
    public record Replayed(Finished finished, String difference) {}

    /// {@return what came of it}
    ///
    /// @param directory the run to have again
    /// @throws PlanException if it cannot be had here; says all that is different
    public static Replayed run(Path directory, Settings settings, Progress progress) {
        try {
            // `latest` in a path will be another directory as soon as the new run has one
            return new Replay(directory.toRealPath()).run(settings, progress);
        } catch (IOException e) {
            throw new PlanException("replay %s: %s; give the run directory of a test".formatted(directory, e), e);
        }
    }

    private Replayed run(Settings settings, Progress progress) throws IOException {
        String accel = plan.get("machine").get("accel").string();
        if (!accel.equals(Accelerator.SIM.label())) {
            throw PlanException.of(
                    "replay %s: it ran with the accelerator %s, whose clock is the host's, so that no run of it comes again; run the test with --accel sim"
                            .formatted(directory, accel));
        }
        String release = plan.get("machine").get("kernel").string();
        Machine machine = Machine.find(settings.with(kernel(release), accel), progress);
        Plan again = plan(machine, release);
        if (!differences.isEmpty()) {
            throw PlanException.of("replay %s: not the same machine here:\n  %s"
                    .formatted(directory, String.join("\n  ", differences)));
        }
        Path session = RunDirectory.session(settings.runs());
        try (RunDirectory run = RunDirectory.open(session, again.test())) {
            run.write(Sidecar.FILE, Sidecar.open(again.test()).toJson());
            Finished finished = new SingleRun(again, machine.place(run.path()), machine.guests(), run, progress).run();
            boolean same = finished.repeat().digest().equals(recorded.repeat().digest());
            return new Replayed(finished, same ? "" : Difference.between(directory, run.path()));
        }
    }

    // The very file if it is still there, else the distribution's kernel of that release.
    private String kernel(String release) {
        String image = plan.get("kernelImage").string();
        return Files.exists(Path.of(image)) ? image : "debian:" + release;
    }

    private Plan plan(Machine machine, String release) throws IOException {
        compare("QEMU", plan.get("qemu").string(), machine.qemu().version().full());
        compare(
                "kernel",
                plan.get("kernelSha256").string(),
                machine.digests().of(machine.kernel().image()));
        Path initrd = Path.of(plan.get("initrd").string());
        if (!Files.exists(initrd)) initrd = machine.image().initramfs();
        compare(
                "guest image",
                plan.get("initrdSha256").string(),
                machine.digests().of(initrd));
        Path layer = directory.resolve(RunDirectory.LAYER);
        if (!Files.exists(layer)) differences.add("test layer: %s is not there".formatted(layer));
        VmSpec vm = new VmSpec(
                machine.qemu(),
                machine.kernel().image(),
                initrd,
                Topology.parse(plan.get("machine").get("topology").string()),
                Integer.parseInt(plan.get("machine").get("memoryMib").string()),
                plan.get("windowBytes").integer(),
                Accelerator.SIM,
                plan.get("kernelArguments").strings());
        return new Plan(
                new TestId(plan.get("class").string(), plan.get("method").string()),
                vm,
                new Plan.Contents(
                        machine.digests().of(machine.qemu().path()),
                        plan.get("kernelSha256").string(),
                        plan.get("initrdSha256").string()),
                release,
                Layer.of(layer),
                List.of(),
                Duration.ofNanos(plan.get("timeoutNs").integer()),
                Duration.ofNanos(plan.get("hostLimitNs").integer()),
                plan.get("seed").integer());
    }

    private void compare(String what, String was, String is) {
        if (!was.equals(is)) differences.add("%s: was %s, is %s".formatted(what, was, is));
    }
}
