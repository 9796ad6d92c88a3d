// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ktstr4j.guest.body.Results;
import org.ktstr4j.guest.log.RecordPipe;
import org.ktstr4j.guest.scene.SceneException;
import org.ktstr4j.guest.sched.Surroundings.KernelFiles;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.plan.Order;
import org.ktstr4j.plan.SceneOrder;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Knob;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerOrder;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.topology.SysfsTopology;
import org.ktstr4j.topology.SysfsTopology.SeenCache;
import org.ktstr4j.topology.SysfsTopology.SeenCpu;
import org.ktstr4j.topology.SysfsTopology.SeenNode;
import org.ktstr4j.verdict.AssertResult;

/// A test of nothing, before the first test.
///
/// On the host, when the image is made: the classes it needs come into the archive with which the guest's
/// JVM starts. In a guest that becomes a template: what happens only once has happened, such as the
/// linking of call sites, and each test that starts from the template is spared it (measured: two thirds
/// of the way to its body).
final class Rehearsal {
    /// Stands for a test class.
    static final class Sample {
        Sample() {}

        /// What [org.ktstr4j.guest.body.Body] calls.
        Object body(Ctx ctx) {
            System.out.print("");
            Payload payload = Payload.binary("rehearsal", PROGRAM);
            AssertResult verdict = ctx.payload(payload).arg("layout").run().verdict();
            try {
                return verdict.merge(ctx.execute(scene()).verdict());
            } catch (SceneException e) {
                return verdict; // on the host nothing is really launched
            }
        }

        private static Scenario scene() {
            Hold hold = Hold.fraction(0.5);
            return Scenario.of(
                            "rehearsal", Step.hold(hold), Step.ops(hold, new Op.SetKnob("a", new Knob.CpuWeight(100))))
                    .withBackdrop(CgroupDef.of("a", WorkGroup.of(2, new Wakes.PipeIo()))
                            .withCpuset(new CpusetSpec.Range(0, 1)))
                    .withDuration(Duration.ofMillis(4));
        }
    }

    /// One that the base image has.
    private static final String PROGRAM = "/init";

    /// Beyond the most that Linux has (`PID_MAX_LIMIT`, 2^22), so that nobody can end it by mistake.
    private static final long NOBODY = 1L << 23;

    private Rehearsal() {}

    static void onHost() throws IOException {
        Results.thrown(new AssertionError("rehearsed")).record();
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            socket.configureBlocking(false);
            selector.selectNow();
        }
        SysfsTopology.read(Path.of("/sys"));
        run("/nowhere", KernelFiles.of("ktstr"), SchedulerOrder.NONE, _ -> Rehearsal::launch);
        schedulerOnHost();
    }

    /// A kernel that has just been told of a scheduler, and a log in which it says so. The scheduler's
    /// program ends at once, which takes it through all but what only a real kernel can do.
    private static void schedulerOnHost() throws IOException {
        Path kernel = Files.createTempDirectory("rehearsal");
        try {
            Files.writeString(kernel.resolve("state"), "disabled\n");
            // What is written to it lands at its beginning; this record is what the second read gives.
            String mark = "6,1,1,-;ktstr " + ProcessHandle.current().pid() + ": so far " + Long.MAX_VALUE + "\n";
            Files.writeString(kernel.resolve("kmsg"), " ".repeat(8192) + mark);
            KernelFiles files = new KernelFiles(
                    kernel, kernel.resolve("kmsg"), kernel, kernel, kernel.resolve("sysrq"), kernel, "/nowhere");
            run("/nowhere", files, schedulerThatEnds(), _ -> Rehearsal::launch);
        } finally {
            remove(kernel);
        }
    }

    /// Leaves nothing behind but what the JVM and the kernel remember, and the trace that catches
    /// dumps.
    static void inGuest(String cgroup, Function<Order, Launcher> launchers) throws IOException {
        KernelFiles files = KernelFiles.of("ktstr");
        run(cgroup, files, SchedulerOrder.NONE, launchers);
        run(cgroup, files, schedulerThatEnds(), launchers);
        Files.deleteIfExists(Path.of(cgroup + OneTest.OF_SCHEDULERS));
    }

    /// {@return one that is a program of the base image, which knows nothing of schedulers}
    private static SchedulerOrder schedulerThatEnds() {
        return new SchedulerOrder(
                Scheduler.builder("rehearsal", PROGRAM).args("layout").build(),
                Expectation.of(SchedulerOutcome.EXITED_EARLY, ""),
                List.of(),
                Map.of(),
                1,
                0);
    }

    private static void run(
            String cgroup, KernelFiles files, SchedulerOrder schedulers, Function<Order, Launcher> launchers)
            throws IOException {
        Path classes = Files.createTempDirectory("rehearsal");
        try (RecordPipe records = new RecordPipe("/dev/null")) {
            Path sample = classes.resolve(Sample.class.getName().replace('.', '/') + ".class");
            Files.createDirectories(sample.getParent());
            try (InputStream in = Rehearsal.class.getResourceAsStream("Rehearsal$Sample.class")) {
                Files.copy(Objects.requireNonNull(in), sample);
            }
            Order order = new Order(
                    new TestId(Sample.class.getName(), "body"),
                    "1n1l1c1t",
                    List.of(classes.toString()),
                    List.of("/usr/bin"),
                    0,
                    schedulers,
                    SceneOrder.NONE);
            new OneTest(oneCpu(), records, cgroup, files, launchers, new WithoutSample())
                    .run(order.toJson(), order.seed());
        } finally {
            remove(classes);
        }
    }

    private static SysfsTopology oneCpu() {
        List<Integer> cpus = List.of(0);
        List<SeenCache> caches = List.of(new SeenCache(1, cpus), new SeenCache(2, cpus));
        return new SysfsTopology(List.of(new SeenCpu(0, 0, cpus, caches)), List.of(new SeenNode(0, cpus, List.of(10))));
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    /// The agent's classes but for the sample, which is to come from the class path of the order.
    private static final class WithoutSample extends ClassLoader {
        WithoutSample() {
            super(Rehearsal.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Sample.class.getName())) throw new ClassNotFoundException(name);
            return super.loadClass(name, resolve);
        }
    }

    private static Launched launch(LaunchSpec spec) {
        return new Launched() {
            @Override
            public long pid() {
                return NOBODY;
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
