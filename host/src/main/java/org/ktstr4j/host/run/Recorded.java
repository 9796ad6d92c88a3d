// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.host.image.GuestFiles;
import org.ktstr4j.host.image.NewcFile;
import org.ktstr4j.host.link.Window;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.VmSpec;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.plan.Order;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.topology.Topology;

/// A simulated run of which only the directory is left, and what this machine has of the same content: QEMU, kernel,
/// image. It can be had again, as it was or changed.
final class Recorded {
    private final Path directory;
    private final Sidecar sidecar;
    private final Node plan;
    private final Machine machine;
    private final Path initrd;
    private final String qemuSha256;

    private Recorded(Path directory, Sidecar sidecar, Node plan, Machine machine, Path initrd) throws IOException {
        this.directory = directory;
        this.sidecar = sidecar;
        this.plan = plan;
        this.machine = machine;
        this.initrd = initrd;
        this.qemuSha256 = machine.digests().of(machine.qemu().path());
    }

    /// {@return the run in this directory}
    ///
    /// @param doing what it is opened for, a verb for messages
    /// @throws PlanException if it cannot be had here; says all that is different
    static Recorded open(String doing, Path given, Settings settings, Progress progress) {
        try {
            // `latest` in a path will be another directory as soon as a new run has one
            Path directory = given.toRealPath();
            Sidecar sidecar = Sidecar.read(directory);
            Node plan = Json.read("plan", Files.readString(directory.resolve(Plan.FILE)));
            String accel = plan.get("machine").get("accel").string();
            if (!accel.equals(Accelerator.SIM.label())) {
                throw PlanException.of(
                        "%s %s: it ran with the accelerator %s, whose clock is the host's, so that no run of it comes again; run the test with --accel sim"
                                .formatted(doing, directory, accel));
            }
            Machine machine = Machine.find(settings.with(kernel(plan), accel), progress);
            Path initrd = Path.of(plan.get("initrd").string());
            if (!Files.exists(initrd)) initrd = machine.image().initramfs();
            List<String> differences = differences(plan, machine, initrd);
            Path layer = directory.resolve(RunDirectory.LAYER);
            if (!Files.exists(layer)) differences.add("test layer: %s is not there".formatted(layer));
            if (!differences.isEmpty()) {
                throw PlanException.of("%s %s: not the same machine here:\n  %s"
                        .formatted(doing, directory, String.join("\n  ", differences)));
            }
            return new Recorded(directory, sidecar, plan, machine, initrd);
        } catch (IOException e) {
            throw new PlanException("%s %s: %s; give the run directory of a test".formatted(doing, given, e), e);
        }
    }

    // The very file if it is still there, else the distribution's kernel of that release.
    private static String kernel(Node plan) {
        String image = plan.get("kernelImage").string();
        return Files.exists(Path.of(image))
                ? image
                : "debian:" + plan.get("machine").get("kernel").string();
    }

    private static List<String> differences(Node plan, Machine machine, Path initrd) throws IOException {
        List<String> differences = new ArrayList<>();
        compare("QEMU", plan.get("qemu").string(), machine.qemu().version().full(), differences);
        compare(
                "kernel",
                plan.get("kernelSha256").string(),
                machine.digests().of(machine.kernel().image()),
                differences);
        compare(
                "guest image",
                plan.get("initrdSha256").string(),
                machine.digests().of(initrd),
                differences);
        return differences;
    }

    private static void compare(String what, String was, String is, List<String> differences) {
        if (!was.equals(is)) differences.add("%s: was %s, is %s".formatted(what, was, is));
    }

    Path directory() {
        return directory;
    }

    Path records() {
        return directory.resolve("records.log");
    }

    Sidecar sidecar() {
        return sidecar;
    }

    Topology topology() {
        return Topology.parse(plan.get("machine").get("topology").string());
    }

    long seed() {
        return plan.get("seed").integer();
    }

    /// {@return what the agent was told}
    Order order() throws IOException {
        return Order.fromJson(new String(NewcFile.open(layer()).read(Order.FILE), UTF_8));
    }

    /// {@return it, as it was}
    Plan again() {
        return plan(topology(), plan.get("windowBytes").integer(), Layer.of(layer()), seed());
    }

    /// {@return it with another order}
    ///
    /// @param order names the topology
    /// @param seed of the run
    Plan with(Order order, long seed) throws IOException {
        GuestFiles changed =
                new GuestFiles().file("/" + Order.FILE, order.toJson().getBytes(UTF_8), 0644);
        Layer layer = Layer.of(NewcFile.open(layer()), changed);
        return plan(Topology.parse(order.topology()), Window.size(layer.length()), layer, seed);
    }

    /// {@return what comes of a plan}
    ///
    /// @param session where its run directory goes
    Finished run(Plan planned, Path session, Progress progress) {
        try (RunDirectory run = RunDirectory.open(session, planned.test())) {
            run.write(Sidecar.FILE, Sidecar.open(planned.test()).toJson());
            return new SingleRun(planned, machine.place(run.path()), machine.guests(), run, progress).run();
        }
    }

    private Path layer() {
        return directory.resolve(RunDirectory.LAYER);
    }

    private Plan plan(Topology topology, long windowBytes, Layer layer, long seed) {
        VmSpec vm = new VmSpec(
                machine.qemu(),
                machine.kernel().image(),
                initrd,
                topology,
                Integer.parseInt(plan.get("machine").get("memoryMib").string()),
                windowBytes,
                Accelerator.SIM,
                plan.get("kernelArguments").strings());
        return new Plan(
                new TestId(plan.get("class").string(), plan.get("method").string()),
                vm,
                new Plan.Contents(
                        qemuSha256,
                        plan.get("kernelSha256").string(),
                        plan.get("initrdSha256").string()),
                plan.get("machine").get("kernel").string(),
                layer,
                List.of(),
                Duration.ofNanos(plan.get("timeoutNs").integer()),
                Duration.ofNanos(plan.get("hostLimitNs").integer()),
                seed);
    }
}
