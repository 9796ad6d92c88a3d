// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.ktstr4j.guest.body.Results;
import org.ktstr4j.guest.exec.ExecLauncher;
import org.ktstr4j.guest.exec.ExecServer;
import org.ktstr4j.guest.log.RecordPipe;
import org.ktstr4j.guest.sched.Surroundings.KernelFiles;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.plan.Order;
import org.ktstr4j.topology.SysfsTopology;
import org.ktstr4j.wire.FrameType;

/// The program that `kt init` starts: waits for the order, runs the body, says what came of it.
///
/// Usage: `Agent [--root DIR] [--records FILE] [--exec SOCKET] [--cgroup DIR] [--topology exact|given]`; the
/// defaults are those of the guest. A topology that is `given` was checked by who started the agent: a bare machine
/// may have more than was declared.
public final class Agent {
    /// Set by `kt init` when there is no order yet, so that there is time to get ready for one.
    private static final String ORDER_TO_COME = "KTSTR_ORDER_TO_COME";

    private final Options options;
    private final RecordPipe records;
    private final ExecServer exec;

    private Agent(Options options, RecordPipe records) {
        this.options = options;
        this.records = records;
        this.exec = new ExecServer(options.exec());
    }

    /// Starts the agent; returns, and ends the process, when the body has its result.
    ///
    /// @param args see the class
    /// @throws Exception if the pipe to `kt init` cannot be opened
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("--rehearse")) {
            Rehearsal.onHost();
            return;
        }
        Options options = Options.parse(args);
        RecordPipe records = new RecordPipe(options.records());
        new Agent(options, records).run();
        System.out.flush();
        // Threads that the body left behind must not keep the guest alive.
        Runtime.getRuntime().halt(0);
    }

    /// What does not depend on the test comes before READY: a template keeps it, and every test is spared it.
    private void run() throws Exception {
        SysfsTopology seen = options.topologyGiven() ? null : SysfsTopology.read(Path.of("/sys"));
        OneTest test = new OneTest(
                seen,
                records,
                options.cgroup(),
                KernelFiles.of(options.run()),
                this::launcher,
                Agent.class.getClassLoader());
        watchForExit();
        if (System.getenv(ORDER_TO_COME) != null) Rehearsal.inGuest(options.cgroup(), this::launcher);
        records.send(FrameType.READY, new byte[0]);
        OptionalLong seed = awaitGo();
        if (seed.isEmpty()) return; // kt init has ended
        test.run(Files.readString(Path.of(options.root(), Order.FILE)), seed.getAsLong());
    }

    /// {@return the seed in the line `go SEED`}
    private static OptionalLong awaitGo() throws IOException {
        byte[] line = new byte[32];
        int length = System.in.read(line); // written at once
        if (length < 0) return OptionalLong.empty();
        String text = new String(line, 0, length, StandardCharsets.US_ASCII);
        return OptionalLong.of(
                Long.parseLong(text.substring(text.indexOf(' ') + 1).strip()));
    }

    private Launcher launcher(Order order) {
        return new ExecLauncher(exec, options.cgroup(), order.path(), order.seed());
    }

    private void watchForExit() {
        Thread exitWatch = new Thread(() -> Results.exitedBySystemExit(Thread.getAllStackTraces())
                .ifPresent(result -> records.send(FrameType.RESULT, result.record())));
        Runtime.getRuntime().addShutdownHook(exitWatch);
    }

    private record Options(String root, String records, String exec, String cgroup, boolean topologyGiven) {
        private static final String CGROUPS = "/sys/fs/cgroup/";

        /// {@return a name for what is made beside cgroups: theirs, as one word}
        String run() {
            return cgroup.substring(cgroup.startsWith(CGROUPS) ? CGROUPS.length() : 0)
                    .replace('/', '-');
        }

        static Options parse(String[] args) {
            String root = "/";
            String records = "/proc/self/fd/3";
            String exec = "/run/ktstr/exec.sock";
            String cgroup = "/sys/fs/cgroup/ktstr";
            boolean topologyGiven = false;
            for (int i = 0; i + 1 < args.length; i += 2) {
                switch (args[i]) {
                    case "--root" -> root = args[i + 1];
                    case "--records" -> records = args[i + 1];
                    case "--exec" -> exec = args[i + 1];
                    case "--cgroup" -> cgroup = args[i + 1];
                    case "--topology" -> topologyGiven = args[i + 1].equals("given");
                    default -> throw new IllegalArgumentException("agent: no such option \"" + args[i] + "\"");
                }
            }
            return new Options(root, records, exec, cgroup, topologyGiven);
        }
    }
}
