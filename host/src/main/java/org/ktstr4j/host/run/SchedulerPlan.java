// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ktstr4j.host.image.TestLayer;
import org.ktstr4j.host.kernel.Feature;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.kernel.KernelFeatures;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.plan.PayloadScan;
import org.ktstr4j.host.plan.SchedulerProgram;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerNeeds;
import org.ktstr4j.scheduler.SchedulerOrder;
import org.ktstr4j.scheduler.SchedulerSource;
import org.ktstr4j.topology.Topology;

/// The schedulers of one test, resolved: the one to start before the body, and those that the body may
/// start.
///
/// @param first the one to start, EEVDF if there is none
/// @param all it and those that the body's constants name
/// @param declaration the test
record SchedulerPlan(Scheduler first, List<Scheduler> all, Declaration declaration) {
    // How much longer attaching may take than on a machine of its own.
    private static final int EMULATED = 4;

    // An instruction is 4 ns of a simulated guest, on one processor for all of its CPUs.
    private static final int SIMULATED = 16;

    /// @param setting scheduler of tests that name none; may be empty
    static SchedulerPlan of(Declaration declaration, String setting) {
        Scheduler first = declaration.scheduler().or(setting).scheduler(declaration.testClass());
        List<Scheduler> all = new ArrayList<>(List.of(first));
        all.addAll(PayloadScan.schedulers(declaration.testClass(), declaration.method()));
        return new SchedulerPlan(first, all.stream().filter(Scheduler::active).toList(), declaration);
    }

    /// {@return the names of the schedulers that the test may start, none for one under the
    /// kernel's own}
    List<String> names() {
        return all.stream().map(Scheduler::name).toList();
    }

    /// {@return the topology that was declared, or the scheduler's, or the default}
    Topology topology() {
        if (!declaration.topology().isEmpty()) return Topology.parse(declaration.topology());
        String own = first.needs().topology();
        return Topology.parse(own == null ? Declaration.DEFAULT_TOPOLOGY : own);
    }

    /// {@return why kernel or machine cannot run this test, empty if they can}
    Optional<String> unmet(Kernel kernel, Topology topology) {
        for (Scheduler scheduler : all) {
            String who = needs(scheduler);
            if (scheduler.schedExt() && kernel.features().get(Feature.SCHED_EXT) == KernelFeatures.Presence.NO) {
                return Optional.of("%ssched_ext, and kernel %s does not have it: %s; use another with --kernel"
                        .formatted(
                                who,
                                kernel.release(),
                                kernel.features().shown(Feature.SCHED_EXT).replaceFirst("^no: ", "")));
            }
            SchedulerNeeds needs = scheduler.needs();
            if (!needs.kernels().isEmpty() && needs.kernels().stream().noneMatch(kernel.release()::startsWith)) {
                return Optional.of(
                        who + "a kernel " + String.join(" or ", needs.kernels()) + ", this is " + kernel.release());
            }
        }
        return unmet(topology);
    }

    /// {@return why a machine of this topology cannot run this test, empty if it can}
    Optional<String> unmet(Topology topology) {
        for (Scheduler scheduler : all) {
            String who = needs(scheduler);
            SchedulerNeeds needs = scheduler.needs();
            Optional<String> short_ = least(who, "CPUs", needs.leastCpus(), topology.cpus(), topology)
                    .or(() -> least(who, "last-level caches", needs.leastLlcs(), topology.llcs(), topology))
                    .or(() -> least(who, "NUMA nodes", needs.leastNodes(), topology.nodes(), topology));
            if (short_.isPresent()) return short_;
            if (needs.smt() && topology.threadsPerCore() < 2) {
                return Optional.of(who + "two threads per core, topology " + topology + " has one");
            }
        }
        return Optional.empty();
    }

    private static String needs(Scheduler scheduler) {
        return "scheduler " + scheduler.name() + " needs ";
    }

    private static Optional<String> least(String who, String what, int least, int has, Topology topology) {
        return has >= least
                ? Optional.empty()
                : Optional.of("%sat least %d %s, topology %s has %d".formatted(who, least, what, topology, has));
    }

    /// Adds what the schedulers need to the layer.
    ///
    /// @param built directory of the example schedulers
    SchedulerOrder pack(TestLayer layer, Path built, Accelerator accelerator) {
        Map<String, String> programs = new LinkedHashMap<>();
        SchedulerProgram search = SchedulerProgram.ofHost(built);
        for (Scheduler scheduler : all) {
            if (scheduler.source() instanceof SchedulerSource.Program program) {
                programs.put(
                        program.exe(),
                        layer.program(search.find(scheduler, program.exe()).toString()));
            }
            String config = scheduler.configFile();
            if (config != null) programs.put(config, config(layer, scheduler, config));
        }
        return new SchedulerOrder(
                first.active() ? first : null,
                declaration.scheduler().expected(),
                all,
                programs,
                slowness(accelerator),
                0);
    }

    private static String config(TestLayer layer, Scheduler scheduler, String config) {
        if (!Files.isReadable(Path.of(config))) {
            throw PlanException.of("scheduler %s: cannot read its config file %s; correct the path, or make it readable"
                    .formatted(scheduler.name(), Path.of(config).toAbsolutePath()));
        }
        return layer.include(
                config.contains("/") ? config : "./" + config, Path.of("").toAbsolutePath());
    }

    /// {@return guest time that starting and stopping schedulers may add to the body's}
    Duration allowance(Accelerator accelerator) {
        return all.stream()
                .map(Scheduler::attachLimit)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .multipliedBy(slowness(accelerator));
    }

    private static int slowness(Accelerator accelerator) {
        return switch (accelerator) {
            case KVM -> 1;
            case SIM -> SIMULATED;
            case SINGLE, TCG -> EMULATED;
        };
    }

    /// {@return what the schedulers want on the kernel's command line}
    List<String> kernelArgs() {
        return all.stream()
                .flatMap(each -> each.kernelArgs().stream())
                .distinct()
                .toList();
    }
}
