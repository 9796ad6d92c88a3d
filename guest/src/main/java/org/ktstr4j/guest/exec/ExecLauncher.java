// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;
import org.ktstr4j.payload.launch.Launched;
import org.ktstr4j.payload.launch.Launcher;

/// Starts programs through the server `kt exec`.
public final class ExecLauncher implements Launcher {
    /// Below the parent, for programs that were given no cgroup. The parent hands its controllers on, so that a leaf
    /// right below it would have one of each, which takes an emulated kernel milliseconds; this one hands on none.
    private static final String LOOSE = "/loose";

    /// About one tick of the kernel's clock, so that programs which start together meet it in any order.
    private static final long MOST_DELAY_NS = 4_000_000;

    // Of all launchers: a leaf may stay for a while after its run.
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final ExecServer server;
    private final String loose;
    private final List<String> environment;
    private final @Nullable SplittableRandom random;
    private volatile boolean looseMade;

    /// A launcher.
    ///
    /// @param server who starts them
    /// @param parent the cgroup that the test has to itself
    /// @param path directories to search for programs, in order
    /// @param seed of the run: unless it is 0, each program starts up to [#MOST_DELAY_NS] later, as the seed says
    public ExecLauncher(ExecServer server, String parent, List<String> path, long seed) {
        this.random = seed == 0 ? null : new SplittableRandom(seed);
        this.server = server;
        this.loose = parent + LOOSE;
        // Tools print numbers by their locale; the last two keep the output machine-readable.
        this.environment = List.of("PATH=" + String.join(":", path), "HOME=/root", "TMPDIR=/tmp", "LC_ALL=C", "TZ=UTC");
    }

    @Override
    public Launched launch(LaunchSpec spec) throws LaunchException, InterruptedException {
        Request request = new Request();
        request.add("cgroup", spec.cgroup() == null ? loose() : spec.cgroup());
        // Where nobody but us removes what lies above it.
        if (spec.cgroup() == null) request.add("leaf", "keep");
        // A cgroup of the run's own finds what left its process group.
        request.add("own", "run-" + RUNS.getAndIncrement());
        if (random != null) request.add("delay", Long.toString(delayNs(random)));
        if (spec.workingDirectory() != null) request.add("cwd", spec.workingDirectory());
        if (spec.stdin() != null) request.add("stdin", spec.stdin());
        if (!spec.ownGroup()) request.add("pgrp", "parent");
        for (String each : environment(spec)) request.add("env", each);
        for (String arg : spec.argv()) request.add("arg", arg);
        try {
            Line line = server.take();
            try {
                return Invocation.start(server, line, request);
            } catch (IOException | LaunchException | InterruptedException | RuntimeException e) {
                line.close(); // and with it ends what it had started
                throw e;
            }
        } catch (IOException e) {
            throw new LaunchException(
                    "launcher", 0, "kt exec does not answer at %s: %s".formatted(server, e.getMessage()));
        }
    }

    private String loose() throws LaunchException {
        if (looseMade) return loose;
        try {
            Files.createDirectories(Path.of(loose));
        } catch (IOException e) {
            throw new LaunchException("cgroup", 0, loose + ": " + e.getMessage());
        }
        looseMade = true;
        return loose;
    }

    private static synchronized long delayNs(SplittableRandom random) {
        return random.nextLong(MOST_DELAY_NS);
    }

    private List<String> environment(LaunchSpec spec) {
        if (spec.env().isEmpty()) return environment;
        Map<String, String> changed = new LinkedHashMap<>();
        for (String each : environment) changed.put(each.substring(0, each.indexOf('=')), each);
        spec.env().forEach((name, value) -> changed.put(name, name + "=" + value));
        return List.copyOf(changed.values());
    }
}
