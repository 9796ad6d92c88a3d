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
import org.ktstr4j.guest.scene.SchedulerDoor;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.plan.Order;
import org.ktstr4j.record.Records;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.SysfsTopology;
import org.ktstr4j.topology.Topology;
import org.ktstr4j.wire.FrameType;

/// From an order to its result: what an agent does once for real, and before that as a rehearsal.
final class OneTest {
    private static final int RESERVE = 1 << 20;

    private final @Nullable SysfsTopology seen;
    private final RecordPipe records;
    private final String cgroup;
    private final Function<Order, Launcher> launchers;
    private final ClassLoader agent;

    // Given back when the body has filled the heap, so that there is room to say so.
    @SuppressWarnings("UnusedVariable")
    private byte @Nullable [] reserve = new byte[RESERVE];

    /// A test that is still unknown.
    ///
    /// @param seen the guest's topology, null if it need not be compared
    /// @param cgroup parent of the test's cgroups
    /// @param launchers starts the programs of an order
    /// @param agent loads what is not of the test
    OneTest(
            @Nullable SysfsTopology seen,
            RecordPipe records,
            String cgroup,
            Function<Order, Launcher> launchers,
            ClassLoader agent) {
        this.seen = seen;
        this.records = records;
        this.cgroup = cgroup;
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
        byte[] result;
        Launcher launcher = launchers.apply(order);
        CgroupRoot cgroups = new CgroupRoot(Path.of(cgroup));
        try (PayloadDoors doors = doors(order, launcher);
                Scenes scenes = scenes(order, launcher, cgroups, doors, topology)) {
            Body body = Body.load(order.test(), order.classPath(), agent);
            GuestCtx ctx = new GuestCtx(topology, cgroups, doors, scenes);
            records.send(FrameType.BODY, new byte[0]);
            Object returned = body.call(ctx);
            if (returned instanceof Scenario scenario) returned = ctx.execute(scenario);
            result = Results.returned(returned instanceof ScenarioResult scene ? scene.verdict() : returned);
        } catch (Throwable thrown) {
            reserve = null;
            result = Results.thrown(thrown);
        }
        records.send(FrameType.RESULT, result);
    }

    private Scenes scenes(Order order, Launcher launcher, CgroupRoot cgroups, PayloadDoors doors, Topology topology) {
        return new Scenes(
                launcher,
                cgroups,
                doors::payload,
                SchedulerDoor.NONE,
                topology,
                new SceneRecords(records),
                Scenes.Place.GUEST,
                order.seed());
    }

    private PayloadDoors doors(Order order, Launcher launcher) {
        // A Java payload sees what the body sees: the agent's jars, then the test's.
        String classPath = System.getProperty("java.class.path") + ":" + String.join(":", order.classPath());
        List<String> java = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                classPath);
        return new PayloadDoors(
                launcher, payload -> records.send(FrameType.PAYLOAD, Records.payload(payload)), cgroup, java);
    }
}
