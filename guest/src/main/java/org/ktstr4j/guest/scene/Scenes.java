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
import org.ktstr4j.scenario.Cgroups;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.check.Profile;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;
import org.ktstr4j.verdict.AssertResult;

/// Executes the scenarios of a test, one after the other. `kt work` is started with the first.
public final class Scenes implements AutoCloseable {
    private static final Path CLOCKS = Path.of("/sys/devices/system/clocksource/clocksource0/available_clocksource");

    private final Launcher launcher;
    private final Cgroups cgroups;
    private final Function<Payload, PayloadRun> payloads;
    private final SchedulerDoor schedulers;
    private final Topology topology;
    private final SceneLog log;
    private final Place place;
    private final long seed;
    private final long durationNs;
    private @Nullable WorkServer server;
    private int executions;

    /// Where things are in the guest.
    ///
    /// @param kt path of the program
    /// @param socket where `kt work` is to listen
    /// @param agentCgroup directory of the cgroup of everything that is not the test
    public record Place(String kt, String socket, String agentCgroup) {
        /// {@return that of a test whose cgroup this is}
        public static Place beside(String cgroup) {
            return new Place("/bin/kt", "/run/ktstr/work.sock", cgroup + "-agent");
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
    /// @param durationNs of every scenario, ns; 0: what each has itself
    public Scenes(
            Launcher launcher,
            Cgroups cgroups,
            Function<Payload, PayloadRun> payloads,
            SchedulerDoor schedulers,
            Topology topology,
            SceneLog log,
            Place place,
            long seed,
            long durationNs) {
        this.launcher = launcher;
        this.cgroups = cgroups;
        this.payloads = payloads;
        this.schedulers = schedulers;
        this.topology = topology;
        this.log = log;
        this.place = place;
        this.seed = seed;
        this.durationNs = durationNs;
    }

    /// {@return what came of this scenario}
    ///
    /// @throws IllegalArgumentException if there is something wrong with it; says all of it
    public ScenarioResult execute(Scenario authored) {
        Scenario scenario = durationNs == 0 ? authored : authored.withDuration(Duration.ofNanos(durationNs));
        List<String> problems = scenario.problems(topology);
        Optional<String> missing = scenario.need().missing(topology);
        if (missing.isPresent()) {
            return new ScenarioResult(AssertResult.skip(missing.get()), List.of(), List.of(), Map.of());
        }
        if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("\n", problems));
        try {
            if (server == null) server = WorkServer.start(launcher, place.kt(), place.socket(), place.agentCgroup());
            Stage stage = new Stage(scenario, topology, cgroups, server, log, seed + executions++);
            Operations operations = new Operations(stage, payloads, schedulers);
            return new Execution(scenario, stage, operations, server, log, Path.of(place.agentCgroup()), profile())
                    .run();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new SceneException("scenario \"%s\": interrupted".formatted(scenario.name()), e);
        }
    }

    // KVM offers its own clock; a guest without it is emulated, and shares its host's CPUs with the emulator.
    private static Profile profile() {
        try {
            return Files.readString(CLOCKS).contains("kvm-clock") ? Profile.VM : Profile.SHARED_HOST;
        } catch (IOException e) {
            return Profile.SHARED_HOST;
        }
    }

    @Override
    public void close() {
        if (server != null) server.close();
        server = null;
    }
}
