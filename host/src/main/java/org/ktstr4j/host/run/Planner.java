// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.ktstr4j.host.image.TestLayer;
import org.ktstr4j.host.link.Window;
import org.ktstr4j.host.plan.ClassPath;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.plan.PayloadScan;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.VmSpec;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadKind;
import org.ktstr4j.plan.Order;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.SceneOrder;
import org.ktstr4j.scenario.check.Profile;
import org.ktstr4j.scheduler.SchedulerOrder;
import org.ktstr4j.topology.Topology;

/// Turns a declaration into a plan; what is wrong is said here, before anything boots.
final class Planner {
    private static final int LEAST_MEMORY_MIB = 1024;
    private static final int MEMORY_PER_CPU_MIB = 64;
    private static final long MOST_TIMEOUT_S = 1_000_000; // far below what overflows in ns

    private final Settings settings;
    private final Machine machine;

    Planner(Settings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    Plan plan(Declaration declaration, long seed, Progress progress) {
        progress.stage(Progress.Stage.PLAN, "planning");
        SchedulerPlan schedulers = SchedulerPlan.of(declaration, settings.scheduler());
        Topology topology = schedulers.topology();
        Duration timeout = timeout(declaration.timeoutS());
        List<Path> classPath = ClassPath.of(declaration.testClass());
        TestLayer.Packed layer =
                layer(declaration, topology, classPath, schedulers).pack();
        Duration deadline = timeout.plus(schedulers.allowance(machine.accelerator()));
        VmSpec vm = new VmSpec(
                machine.qemu(),
                machine.kernel().image(),
                machine.image().initramfs(),
                topology,
                memoryMib(declaration.memoryMib(), topology),
                Window.size(layer.length()),
                machine.accelerator(),
                schedulers.kernelArgs());
        return new Plan(
                declaration.id(),
                vm,
                contents(),
                machine.kernel().release(),
                Layer.of(layer),
                classPath,
                deadline,
                settings.hostLimit().orElseGet(() -> hostLimit(deadline)),
                seed);
    }

    /// {@return why this test is not to be run on this kernel and machine, empty if it is}
    Optional<String> skip(Declaration declaration) {
        SchedulerPlan schedulers = SchedulerPlan.of(declaration, settings.scheduler());
        return schedulers.unmet(machine.kernel(), schedulers.topology());
    }

    private TestLayer layer(
            Declaration declaration, Topology topology, List<Path> classPath, SchedulerPlan schedulers) {
        TestLayer layer = TestLayer.over(machine.image());
        fill(
                layer,
                declaration,
                topology,
                classPath,
                () -> schedulers.pack(layer, machine.exampleSchedulers(), machine.accelerator()),
                new SceneOrder(profile(machine.accelerator()).name(), settings.work()));
        machine.kernel()
                .config()
                .ifPresent(config -> layer.kernelConfig(machine.kernel().release(), config));
        return layer;
    }

    private static Profile profile(Accelerator accelerator) {
        return switch (accelerator) {
            case KVM -> Profile.VM;
            case SIM -> Profile.SIM;
            case SINGLE, TCG -> Profile.SHARED_HOST;
        };
    }

    /// Puts in all that the test brings, wherever it is to run.
    ///
    /// @param schedulers packs those of the test
    /// @param scenes what holds for scenarios
    static void fill(
            TestLayer layer,
            Declaration declaration,
            Topology topology,
            List<Path> classPath,
            Supplier<SchedulerOrder> schedulers,
            SceneOrder scenes) {
        List<String> guestClassPath = new ArrayList<>();
        for (Path entry : classPath) guestClassPath.addAll(layer.classPath(entry));
        Set<String> path = new LinkedHashSet<>();
        for (String program : programs(declaration)) {
            String at = layer.program(program);
            path.add(at.substring(0, at.lastIndexOf('/')));
        }
        for (String include : includeFiles(declaration))
            layer.include(include, Path.of("").toAbsolutePath());
        path.addAll(layer.path());
        Order order = new Order(
                declaration.id(),
                topology.toString(),
                guestClassPath,
                List.copyOf(path),
                declaration.seeds().first(),
                schedulers.get(),
                scenes);
        layer.order(order.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private static Set<String> programs(Declaration declaration) {
        Set<String> programs = new LinkedHashSet<>(declaration.programs());
        for (Payload payload : payloads(declaration)) {
            if (payload.kind() instanceof PayloadKind.Binary binary) programs.add(binary.exe());
        }
        return programs;
    }

    private static Set<String> includeFiles(Declaration declaration) {
        Set<String> files = new LinkedHashSet<>();
        for (Payload payload : payloads(declaration)) files.addAll(payload.includeFiles());
        files.addAll(declaration.includeFiles());
        return files;
    }

    private static Iterable<Payload> payloads(Declaration declaration) {
        return PayloadScan.of(declaration.testClass(), declaration.method());
    }

    private Plan.Contents contents() {
        try {
            return new Plan.Contents(
                    machine.digests().of(machine.qemu().path()),
                    machine.digests().of(machine.kernel().image()),
                    machine.digests().of(machine.image().initramfs()));
        } catch (IOException e) {
            throw new PlanException("read what a guest is made of: %s; make it readable".formatted(e), e);
        }
    }

    static Duration timeout(long timeoutS) {
        if (timeoutS <= 0) {
            throw PlanException.of(
                    "timeout of %d s: not positive; give the guest seconds that the body may take".formatted(timeoutS));
        }
        if (timeoutS > MOST_TIMEOUT_S) {
            throw PlanException.of("timeout of %d s: more than %d; give the guest seconds that the body may take"
                    .formatted(timeoutS, MOST_TIMEOUT_S));
        }
        return Duration.ofSeconds(timeoutS);
    }

    private static int memoryMib(int declared, Topology topology) {
        if (declared < 0)
            throw PlanException.of("memory of %d MiB: not positive; use 0 for the default".formatted(declared));
        return declared > 0 ? declared : Math.max(LEAST_MEMORY_MIB, MEMORY_PER_CPU_MIB * topology.cpus());
    }

    // Only a guard of the host against a guest that is lost: the guest keeps the author's limit itself, by its own
    // clock, which under emulation runs slower than the host's by a factor that depends on load.
    private static Duration hostLimit(Duration timeout) {
        return Duration.ofMinutes(3).plus(timeout.multipliedBy(20));
    }
}
