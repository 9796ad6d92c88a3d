// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.guest.body.Body;
import org.ktstr4j.guest.body.Results;
import org.ktstr4j.guest.cgroup.CgroupRoot;
import org.ktstr4j.guest.log.RecordPipe;
import org.ktstr4j.guest.scene.Scenes;
import org.ktstr4j.guest.sched.GuestSchedulers;
import org.ktstr4j.guest.sched.Surroundings;
import org.ktstr4j.guest.sched.Surroundings.KernelFiles;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.plan.Order;
import org.ktstr4j.record.Records;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerOrder;
import org.ktstr4j.topology.SysfsTopology;
import org.ktstr4j.topology.Topology;
import org.ktstr4j.wire.FrameType;

/// From an order to its result: what an agent does once for real, and before that as a rehearsal.
final class OneTest {
    /// What the cgroup of schedulers' programs has behind the name of the tests' cgroup.
    static final String OF_SCHEDULERS = "-scheduler";

    private static final int RESERVE = 1 << 20;

    private final @Nullable SysfsTopology seen;
    private final RecordPipe records;
    private final String cgroup;
    private final KernelFiles files;
    private final Function<Order, Launcher> launchers;
    private final ClassLoader agent;

    // Given back when the body has filled the heap, so that there is room to say so.
    @SuppressWarnings("UnusedVariable")
    private byte @Nullable [] reserve = new byte[RESERVE];

    /// A test that is still unknown.
    ///
    /// @param seen the guest's topology, null if it need not be compared
    /// @param cgroup parent of the test's cgroups
    /// @param files where the kernel's files are
    /// @param launchers starts the programs of an order
    /// @param agent loads what is not of the test
    OneTest(
            @Nullable SysfsTopology seen,
            RecordPipe records,
            String cgroup,
            KernelFiles files,
            Function<Order, Launcher> launchers,
            ClassLoader agent) {
        this.seen = seen;
        this.records = records;
        this.cgroup = cgroup;
        this.files = files;
        this.launchers = launchers;
        this.agent = agent;
    }

    /// Runs the body of this order and records what came of it.
    void run(String json, long seed) {
        Order order = Order.fromJson(json).withSeed(seed);
        Topology topology = Topology.parse(order.topology());
        List<String> differences = seen == null ? List.of() : SysfsTopology.compare(topology, seen);
        records.send(FrameType.TOPOLOGY, Records.topology(order.topology(), differences));
        if (!differences.isEmpty()) return;
        Launcher launcher = launchers.apply(order);
        CgroupRoot cgroups = new CgroupRoot(Path.of(cgroup));
        GuestSchedulers schedulers = schedulers(order, launcher);
        Results result;
        try (PayloadDoors doors = doors(order, spec -> launcher.launch(withScheduler(spec, schedulers)));
                Scenes scenes = scenes(order, launcher, cgroups, doors, topology, schedulers)) {
            Body body = Body.load(order.test(), order.classPath(), agent);
            GuestCtx ctx = new GuestCtx(topology, cgroups, doors, schedulers, scenes);
            if (attached(schedulers, order.schedulers())) {
                records.send(FrameType.BODY, new byte[0]);
                result = Results.returned(played(body.call(ctx), ctx));
            } else {
                result = Results.notTried();
            }
        } catch (Throwable thrown) {
            reserve = null;
            result = schedulers.bodyOver() ? Results.interrupted(thrown) : Results.thrown(thrown);
        }
        schedulers.bodyOver();
        records.send(FrameType.RESULT, result.merge(schedulers.close()).record());
    }

    /// {@return the same, with the pid of the scheduler's program in SCHED_PID while it has one}
    private static LaunchSpec withScheduler(LaunchSpec spec, GuestSchedulers schedulers) {
        long pid = schedulers.attached().map(SchedulerAttached::pid).orElse(0L);
        return pid == 0 ? spec : spec.withDefault("SCHED_PID", Long.toString(pid));
    }

    private static @Nullable Object played(@Nullable Object returned, Ctx ctx) {
        Object result = returned instanceof Scenario scenario ? ctx.execute(scenario) : returned;
        return result instanceof ScenarioResult scene ? scene.verdict() : result;
    }

    private static boolean attached(GuestSchedulers schedulers, SchedulerOrder order) {
        if (order.first() == null) return true;
        if (order.expected() != null) schedulers.expect(order.expected());
        schedulers.attach(order.first());
        return schedulers.attached().isPresent() || !order.first().active();
    }

    private GuestSchedulers schedulers(Order order, Launcher launcher) {
        return new GuestSchedulers(
                new Surroundings(
                        launcher,
                        records::send,
                        files,
                        cgroup + OF_SCHEDULERS,
                        cgroup,
                        java(order),
                        order.schedulers().programs(),
                        order.schedulers().slowness(),
                        order.schedulers().watchdogMs()),
                Thread.currentThread());
    }

    private Scenes scenes(
            Order order,
            Launcher launcher,
            CgroupRoot cgroups,
            PayloadDoors doors,
            Topology topology,
            GuestSchedulers schedulers) {
        return new Scenes(
                launcher,
                cgroups,
                doors::payload,
                new SchedulersOfScenes(schedulers, order.schedulers()),
                topology,
                new SceneRecords(records),
                Scenes.Place.beside(cgroup),
                order.seed(),
                order.scenes());
    }

    private PayloadDoors doors(Order order, Launcher launcher) {
        return new PayloadDoors(
                launcher, payload -> records.send(FrameType.PAYLOAD, Records.payload(payload)), cgroup, java(order));
    }

    // A Java payload or scheduler sees what the body sees: the agent's jars, then the test's.
    private static List<String> java(Order order) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path") + ":" + String.join(":", order.classPath()));
    }
}
