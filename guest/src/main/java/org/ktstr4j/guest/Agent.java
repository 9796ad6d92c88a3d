// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.guest.body.Body;
import org.ktstr4j.guest.body.Results;
import org.ktstr4j.guest.cgroup.CgroupRoot;
import org.ktstr4j.guest.exec.ExecLauncher;
import org.ktstr4j.guest.log.RecordPipe;
import org.ktstr4j.guest.sched.GuestSchedulers;
import org.ktstr4j.guest.sched.Surroundings;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.plan.Order;
import org.ktstr4j.record.Records;
import org.ktstr4j.scheduler.SchedulerOrder;
import org.ktstr4j.topology.SysfsTopology;
import org.ktstr4j.topology.Topology;
import org.ktstr4j.wire.FrameType;

/// The program that `kt init` starts: waits for the order, runs the body, says what came of it.
///
/// Usage: `Agent [--root DIR] [--records FILE] [--exec SOCKET] [--cgroup DIR]`; the defaults are those of the
/// guest.
public final class Agent {
    private static final byte[] NOTHING = new byte[0];

    private static final int RESERVE = 1 << 20;

    private final Options options;
    private final RecordPipe records;

    // Given back when the body has filled the heap, so that there is room to say so.
    @SuppressWarnings("UnusedVariable")
    private byte @Nullable [] reserve = new byte[RESERVE];

    private Agent(Options options, RecordPipe records) {
        this.options = options;
        this.records = records;
    }

    /// Starts the agent; returns, and ends the process, when the body has its result.
    ///
    /// @param args see the class
    /// @throws Exception if the pipe to `kt init` cannot be opened
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("--rehearse")) {
            Rehearsal.run();
            return;
        }
        Options options = Options.parse(args);
        RecordPipe records = new RecordPipe(options.records());
        new Agent(options, records).run();
        System.out.flush();
        // Threads that the body left behind must not keep the guest alive.
        Runtime.getRuntime().halt(0);
    }

    private void run() throws IOException {
        records.send(FrameType.READY, NOTHING);
        if (System.in.read() < 0) return; // kt init has ended
        Order order = Order.fromJson(Files.readString(Path.of(options.root(), Order.FILE)));
        Topology topology = Topology.parse(order.topology());
        List<String> differences = SysfsTopology.compare(topology, SysfsTopology.read(Path.of("/sys")));
        records.send(FrameType.TOPOLOGY, Records.topology(order.topology(), differences));
        if (!differences.isEmpty()) return;
        Thread exitWatch = new Thread(() -> Results.exitedBySystemExit(Thread.getAllStackTraces())
                .ifPresent(result -> records.send(FrameType.RESULT, result.record())));
        Runtime.getRuntime().addShutdownHook(exitWatch);
        Launcher launcher = new ExecLauncher(options.exec(), options.cgroup(), order.path());
        GuestSchedulers schedulers = schedulers(order, launcher);
        Results result;
        try (PayloadDoors doors = doors(order, launcher)) {
            Body body = Body.load(order.test(), order.classPath());
            GuestCtx ctx = new GuestCtx(topology, new CgroupRoot(Path.of(options.cgroup())), doors, schedulers);
            if (attached(schedulers, order.schedulers())) {
                records.send(FrameType.BODY, NOTHING);
                result = Results.returned(body.call(ctx));
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
                        Surroundings.KernelFiles.ofGuest(),
                        options.cgroup() + "-scheduler",
                        options.cgroup(),
                        java(order),
                        order.schedulers().programs(),
                        order.schedulers().attachLimitNs()),
                Thread.currentThread());
    }

    private PayloadDoors doors(Order order, Launcher launcher) {
        return new PayloadDoors(
                launcher,
                payload -> records.send(FrameType.PAYLOAD, Records.payload(payload)),
                options.cgroup(),
                java(order));
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

    private record Options(String root, String records, String exec, String cgroup) {
        static Options parse(String[] args) {
            String root = "/";
            String records = "/proc/self/fd/3";
            String exec = "/run/ktstr/exec.sock";
            String cgroup = "/sys/fs/cgroup/ktstr";
            for (int i = 0; i + 1 < args.length; i += 2) {
                switch (args[i]) {
                    case "--root" -> root = args[i + 1];
                    case "--records" -> records = args[i + 1];
                    case "--exec" -> exec = args[i + 1];
                    case "--cgroup" -> cgroup = args[i + 1];
                    default -> throw new IllegalArgumentException("agent: no such option \"" + args[i] + "\"");
                }
            }
            return new Options(root, records, exec, cgroup);
        }
    }
}
