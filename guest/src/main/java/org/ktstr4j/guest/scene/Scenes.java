// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.plan.SceneOrder;
import org.ktstr4j.scenario.Cgroups;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.check.Profile;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Swap;
import org.ktstr4j.scenario.work.Kinds;
import org.ktstr4j.topology.Topology;
import org.ktstr4j.verdict.AssertResult;

/// Executes the scenarios of a test, one after the other. `kt work` is started with the first.
public final class Scenes implements AutoCloseable {
    private static final Path CLOCKS = Path.of("/sys/devices/system/clocksource/clocksource0/available_clocksource");

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private final Launcher launcher;
    private final Cgroups cgroups;
    private final Function<Payload, PayloadRun> payloads;
    private final SchedulerDoor schedulers;
    private final Topology topology;
    private final SceneLog log;
    private final Place place;
    private final long seed;
    private final SceneOrder order;
    private final KernelLines kernel;
    private @Nullable WorkServer server;
    private int executions;

    /// Where things are in the guest.
    ///
    /// @param kt path of the program
    /// @param socket where `kt work` is to listen
    /// @param agentCgroup directory of the cgroup of everything that is not the test
    /// @param kernelLog the kernel's log
    public record Place(String kt, String socket, String agentCgroup, String kernelLog) {
        /// {@return that of a test whose cgroup this is}
        public static Place beside(String cgroup) {
            return new Place("/bin/kt", "/run/ktstr/work.sock", cgroup + "-agent", "/dev/kmsg");
        }
    }

    /// A door to scenarios.
    ///
    /// @param launcher starts `kt work`
    /// @param cgroups where a scenario's are made
    /// @param payloads for the programs of a scenario
    /// @param schedulers for its operations on schedulers
    /// @param topology the machine
    /// @param log takes marks and reports
    /// @param place where things are
    /// @param seed of the run, for all that is drawn
    /// @param order what holds for all of them
    public Scenes(
            Launcher launcher,
            Cgroups cgroups,
            Function<Payload, PayloadRun> payloads,
            SchedulerDoor schedulers,
            Topology topology,
            SceneLog log,
            Place place,
            long seed,
            SceneOrder order) {
        this.launcher = launcher;
        this.cgroups = cgroups;
        this.payloads = payloads;
        this.schedulers = schedulers;
        this.topology = topology;
        this.log = log;
        this.place = place;
        this.seed = seed;
        this.order = order;
        this.kernel = new KernelLines(Path.of(place.kernelLog()));
    }

    /// {@return what came of this scenario}
    ///
    /// @throws IllegalArgumentException if there is something wrong with it; says all of it
    public ScenarioResult execute(Scenario authored) {
        Scenario scenario =
                order.durationNs() == 0 ? authored : authored.withDuration(Duration.ofNanos(order.durationNs()));
        if (order.instead() != null) return executeAsIs(substituted(scenario, order.instead()));
        if (order.work().isEmpty()) return executeAsIs(scenario);
        Swap swap = Swap.of(scenario, Kinds.named(order.work()), topology);
        ScenarioResult result = executeAsIs(swap.scenario());
        AssertResult verdict = result.verdict();
        for (String each : swap.skipped()) verdict = verdict.withNote(each);
        return new ScenarioResult(verdict, result.phases(), result.groups(), result.captured());
    }

    private ScenarioResult executeAsIs(Scenario scenario) {
        List<String> problems = scenario.problems(topology);
        Optional<String> missing = scenario.need().missing(topology);
        if (missing.isPresent()) {
            return new ScenarioResult(AssertResult.skip(missing.get()), List.of(), List.of(), Map.of());
        }
        if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("\n", problems));
        try {
            if (server == null) server = WorkServer.start(launcher, place.kt(), place.socket(), place.agentCgroup());
            Stage stage = new Stage(scenario, topology, cgroups, server, log, seed + executions++, seed != 0);
            Operations operations = new Operations(stage, payloads, schedulers);
            Path agentCgroup = Path.of(place.agentCgroup());
            return new Execution(scenario, stage, operations, server, log, agentCgroup, profile(), schedulers, kernel)
                    .run();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new SceneException("scenario \"%s\": interrupted".formatted(scenario.name()), e);
        }
    }

    private static Scenario substituted(Scenario written, String instead) {
        Scenario other = Scenario.fromJson(instead, written.payloads()::get);
        return other.name().equals(written.name()) ? other : written;
    }

    // Who started the guest has said; a machine that nobody started is what its CPUs say.
    private Profile profile() {
        if (!order.profile().isEmpty()) return Profile.valueOf(order.profile());
        try {
            if (!Files.readString(CPUS).contains(" hypervisor ")) return Profile.STRICT;
            return Files.readString(CLOCKS).contains("kvm-clock") ? Profile.VM : Profile.SHARED_HOST;
        } catch (IOException e) {
            return Profile.SHARED_HOST;
        }
    }

    @Override
    public void close() {
        kernel.close();
        if (server != null) server.close();
        server = null;
    }
}
