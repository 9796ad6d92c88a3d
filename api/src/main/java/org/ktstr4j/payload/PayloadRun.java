// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.payload.launch.LaunchSpec;

/// One invocation of a payload, to be configured and started: what `ctx.payload(FIO)` returns.
///
/// Immutable: every call returns a new value, and any value on the way can be started, any number of times and by
/// any thread; each start is a new process. Calls apply in the order in which they are made, after the payload's
/// defaults. What is wrong with a configuration is said when it is started.
public final class PayloadRun {
    private final PayloadDoors doors;
    private final Payload payload;
    private final List<String> args;
    private final List<MetricCheck> checks;
    private final Settings settings;

    /// What can be set once; the last call wins.
    private record Settings(
            @Nullable String cgroup,
            @Nullable Duration timeout,
            Map<String, String> env,
            @Nullable String stdin,
            @Nullable String workingDirectory) {}

    private PayloadRun(
            PayloadDoors doors, Payload payload, List<String> args, List<MetricCheck> checks, Settings settings) {
        this.doors = doors;
        this.payload = payload;
        this.args = args;
        this.checks = checks;
        this.settings = settings;
    }

    static PayloadRun of(Payload payload, PayloadDoors doors) {
        return new PayloadRun(
                doors,
                payload,
                payload.defaultArgs(),
                payload.defaultChecks(),
                new Settings(null, null, Map.of(), null, null));
    }

    /// {@return a run with one more argument}
    ///
    /// @param arg one element of argv, as it is: no shell, no splitting; may be empty
    public PayloadRun arg(String arg) {
        return args(arg);
    }

    /// {@return a run with more arguments}
    ///
    /// @param more elements of argv, in order; may be none
    public PayloadRun args(String... more) {
        return args(List.of(more));
    }

    /// {@return a run with more arguments}
    ///
    /// @param more elements of argv, in order; may be none
    public PayloadRun args(Collection<String> more) {
        return new PayloadRun(doors, payload, append(args, List.copyOf(more)), checks, settings);
    }

    /// {@return a run without any argument: the payload's defaults and all that were added so far are gone}
    public PayloadRun clearArgs() {
        return new PayloadRun(doors, payload, List.of(), checks, settings);
    }

    /// {@return a run with one more check; duplicates and contradictions are kept, each is evaluated}
    ///
    /// @param check what is required
    public PayloadRun check(MetricCheck check) {
        return new PayloadRun(doors, payload, args, append(checks, List.of(check)), settings);
    }

    /// {@return a run without any check, the payload's defaults included: its verdict is always passed}
    public PayloadRun clearChecks() {
        return new PayloadRun(doors, payload, args, List.of(), settings);
    }

    /// {@return a run whose process is in this cgroup before its program starts; without one it stays where the
    /// launcher puts it}
    ///
    /// @param name name below the test's own parent; leading slashes mean nothing. Checked when the run is
    ///     started: a NUL character, a component `..` and a name that means the parent itself are refused, and
    ///     the cgroup must exist
    public PayloadRun inCgroup(String name) {
        Objects.requireNonNull(name, "name");
        return with(new Settings(name, settings.timeout, settings.env, settings.stdin, settings.workingDirectory));
    }

    /// {@return a run that {@link #run} kills after this time; without one it waits for ever}
    ///
    /// A time-out is a normal result: exit code -1, and what was printed until then.
    ///
    /// @param limit from the start of the program, by the guest's monotonic clock; zero kills at once
    /// @throws IllegalArgumentException if it is negative
    public PayloadRun timeout(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(
                    "payload " + payload.name() + ": timeout " + limit + " is negative; give zero or more");
        }
        return with(new Settings(settings.cgroup, limit, settings.env, settings.stdin, settings.workingDirectory));
    }

    /// {@return a run with this variable in its environment, added to what the launcher gives, or in its place}
    ///
    /// @param name not empty, without `=` and NUL
    /// @param value without NUL; may be empty
    /// @throws IllegalArgumentException if name or value cannot be in an environment
    public PayloadRun env(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("payload " + payload.name() + ": environment variable \""
                    + CgroupName.printable(name) + "\" = \"" + CgroupName.printable(value)
                    + "\": a name is not empty and has no \"=\", neither has a NUL character");
        }
        Map<String, String> changed = new LinkedHashMap<>(settings.env);
        changed.put(name, value);
        return with(
                new Settings(settings.cgroup, settings.timeout, changed, settings.stdin, settings.workingDirectory));
    }

    /// {@return a run that reads its standard input from this file of the guest; without one from `/dev/null`}
    ///
    /// @param file absolute path in the guest
    public PayloadRun stdin(Path file) {
        return with(new Settings(
                settings.cgroup, settings.timeout, settings.env, file.toString(), settings.workingDirectory));
    }

    /// {@return a run whose program starts in this directory of the guest; without one where the launcher starts
    /// it}
    ///
    /// @param directory absolute path in the guest
    public PayloadRun workingDirectory(Path directory) {
        return with(
                new Settings(settings.cgroup, settings.timeout, settings.env, settings.stdin, directory.toString()));
    }

    /// {@return what the program reported and what the checks say of it}
    ///
    /// Starts the program, waits for its end, reads its output to the end, extracts the metrics, evaluates the
    /// checks and keeps the record. An exit code other than 0 fails nothing by itself. An interrupt kills the
    /// program, and the thread stays interrupted.
    ///
    /// @throws PayloadException if the payload is not a program, the cgroup's name is not allowed, the program
    ///     could not be started, waiting for it failed, or its output could not be read to the end after a
    ///     time-out
    public PayloadResult run() {
        return Foreground.run(doors, resolve(settings.timeout == null ? -1 : nanos(settings.timeout)));
    }

    /// {@return the program, running in the background}
    ///
    /// The time limit is ignored: whoever holds the handle decides how long it runs.
    ///
    /// @throws PayloadException if the payload is not a program, the cgroup's name is not allowed, or the program
    ///     could not be started
    public PayloadHandle spawn() {
        return PayloadHandle.of(doors, Background.start(doors, resolve(-1)));
    }

    private Order resolve(long timeoutNs) {
        List<String> argv = new ArrayList<>(command());
        argv.addAll(args);
        String cgroup = settings.cgroup == null ? null : cgroupPath(settings.cgroup);
        for (int i = 0; i < argv.size(); i++) {
            if (argv.get(i).indexOf('\0') >= 0) {
                throw refusal(
                        PayloadException.Kind.SPAWN,
                        "argument " + i + " \"" + CgroupName.printable(argv.get(i))
                                + "\" has a NUL character; an argument ends there, leave it out");
            }
        }
        ResultFiles files = resultFiles();
        String directory =
                files == null ? settings.workingDirectory : files.directory().toString();
        LaunchSpec spec =
                new LaunchSpec(argv, cgroup, settings.env, directory, settings.stdin, !payload.usesParentPgrp());
        return new Order(payload, checks, spec, timeoutNs, files);
    }

    private List<String> command() {
        if (payload.kind() instanceof PayloadKind.Binary binary) {
            return List.of(binary.exe());
        }
        if (payload.kind() instanceof PayloadKind.JavaMain main) {
            return append(doors.javaCommand(), List.of(main.className()));
        }
        throw refusal(
                PayloadException.Kind.NOT_BINARY,
                "it is a scheduler; the framework starts schedulers before the body, run a program instead");
    }

    private @Nullable ResultFiles resultFiles() {
        if (payload.resultFiles().isEmpty()) {
            return null;
        }
        if (settings.workingDirectory != null) {
            return ResultFiles.in(Path.of(settings.workingDirectory), payload.resultFiles());
        }
        try {
            return ResultFiles.fresh(payload.resultFiles());
        } catch (IOException e) {
            throw new PayloadException(
                    PayloadException.Kind.SPAWN,
                    payload.name(),
                    "a directory for its result files could not be made: " + e,
                    e,
                    null);
        }
    }

    private PayloadException refusal(PayloadException.Kind kind, String message) {
        return new PayloadException(kind, payload.name(), message);
    }

    private String cgroupPath(String name) {
        Optional<String> problem = CgroupName.problem(name);
        if (problem.isPresent()) {
            throw refusal(
                    PayloadException.Kind.CGROUP_NAME,
                    "cgroup name \"" + CgroupName.printable(name) + "\": " + problem.get());
        }
        return doors.cgroupParent() + "/" + CgroupName.clean(name);
    }

    private static long nanos(Duration limit) {
        return limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : limit.toNanos();
    }

    private PayloadRun with(Settings changed) {
        return new PayloadRun(doors, payload, args, checks, changed);
    }

    private static <T> List<T> append(List<T> first, List<T> more) {
        List<T> both = new ArrayList<>(first.size() + more.size());
        both.addAll(first);
        both.addAll(more);
        return List.copyOf(both);
    }

    /// {@return payload, number of arguments and checks, cgroup and time limit; never the value of an argument}
    @Override
    public String toString() {
        return "PayloadRun[" + payload.name() + ", args: " + args.size() + ", checks: " + checks.size() + ", cgroup: "
                + (settings.cgroup == null ? "none" : "\"" + CgroupName.printable(settings.cgroup) + "\"")
                + ", timeout: "
                + (settings.timeout == null ? "none" : Durations.text(nanos(settings.timeout))) + "]";
    }
}
