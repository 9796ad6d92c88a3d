// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ktstr4j.guest.body.Body;
import org.ktstr4j.guest.body.Results;
import org.ktstr4j.guest.cgroup.CgroupRoot;
import org.ktstr4j.guest.log.RecordPipe;
import org.ktstr4j.guest.sched.GuestSchedulers;
import org.ktstr4j.guest.sched.Surroundings;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.plan.Order;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.record.Records;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerOrder;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.topology.SysfsTopology;
import org.ktstr4j.topology.Topology;
import org.ktstr4j.wire.FrameType;

/// A run without a guest: goes the agent's way once, so that the classes it needs come into the AOT cache with
/// which
/// the guest's JVM starts. Runs on the host, when the image is made.
public final class Rehearsal {
    /// Made by [Body], as a test class is.
    Rehearsal() {}

    static void run() throws Exception {
        Order order = Order.fromJson(new Order(
                        new TestId(Rehearsal.class.getName(), "body"),
                        "1n1l2c1t",
                        List.of("/nowhere/"),
                        List.of("/usr/bin"),
                        0,
                        SchedulerOrder.NONE)
                .toJson());
        Topology topology = Topology.parse(order.topology());
        List<String> differences = SysfsTopology.compare(topology, SysfsTopology.read(Path.of("/sys")));
        Path file = Files.createTempFile("rehearsal", null);
        try (RecordPipe records = new RecordPipe(file.toString());
                SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            socket.configureBlocking(false);
            selector.selectNow();
            records.send(FrameType.TOPOLOGY, Records.topology(order.topology(), differences));
            PayloadDoors doors = new PayloadDoors(
                    Rehearsal::launch,
                    payload -> records.send(FrameType.PAYLOAD, Records.payload(payload)),
                    "/nowhere");
            GuestSchedulers schedulers = schedulers(records, file.resolveSibling(file.getFileName() + ".d"));
            Ctx ctx = new GuestCtx(topology, new CgroupRoot(Path.of("/nowhere")), doors, schedulers);
            Body body = Body.load(order.test(), order.classPath());
            rehearse(schedulers);
            records.send(
                    FrameType.RESULT,
                    Results.returned(body.call(ctx)).merge(schedulers.close()).record());
            records.send(
                    FrameType.RESULT,
                    Results.thrown(new AssertionError("rehearsed")).record());
        } catch (Exception e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("rehearsal", t);
        } finally {
            Files.delete(file);
            delete(file.resolveSibling(file.getFileName() + ".d"));
        }
    }

    // A kernel that has just been told of a scheduler, and a log in which it says so.
    private static GuestSchedulers schedulers(RecordPipe records, Path kernel) throws IOException {
        Files.createDirectories(kernel);
        Files.writeString(kernel.resolve("state"), "disabled\n");
        Files.writeString(kernel.resolve("kmsg"), "6,1,1,-;ktstr: so far 1\n");
        return new GuestSchedulers(
                new Surroundings(
                        Rehearsal::launch,
                        records::send,
                        new Surroundings.KernelFiles(
                                kernel, kernel.resolve("kmsg"), kernel, kernel.resolve("sysrq"), kernel, "/nowhere"),
                        kernel.toString(),
                        "/nowhere",
                        List.of(),
                        Map.of(),
                        0),
                Thread.currentThread());
    }

    // Its program ends at once, which takes it through all but what only a real kernel can do.
    private static void rehearse(GuestSchedulers schedulers) {
        schedulers.expect(Expectation.of(SchedulerOutcome.EXITED_EARLY, ""));
        schedulers.attach(Scheduler.program("rehearsal", "rehearsal"));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) Files.delete(each);
        }
        Files.delete(directory);
    }

    /// What [Body] calls.
    Object body(Ctx ctx) {
        Payload payload = Payload.binary("rehearsal", "rehearsal");
        return ctx.payload(payload).run().verdict();
    }

    private static Launched launch(LaunchSpec spec) {
        return new Launched() {
            @Override
            public long pid() {
                return ProcessHandle.current().pid(); // one that nobody can end by mistake
            }

            @Override
            public long startedAtNs() {
                return System.nanoTime();
            }

            @Override
            public InputStream stdout() {
                return InputStream.nullInputStream();
            }

            @Override
            public InputStream stderr() {
                return InputStream.nullInputStream();
            }

            @Override
            public void kill() {}

            @Override
            public Optional<Ended> await(long timeoutNs) throws IOException {
                return Optional.of(Ended.exited(0, System.nanoTime(), Usage.none()));
            }

            @Override
            public void close() {}
        };
    }
}
