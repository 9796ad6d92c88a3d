// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.scenario.check.Checks;

/// A scheduler under test: what it is, how it is started, and what it asks of kernel and machine.
///
/// @param name short stable label for messages, records and reports; not blank
/// @param source where it comes from
/// @param args arguments of its program, in order; not blank
/// @param opsName name under which it must appear in `/sys/kernel/sched_ext/root/ops`, alone or followed
///     by `_` and more; null: any
/// @param configFile host file that it gets as `--config FILE`, null for none
/// @param cgroupParentArg option with which it is told the cgroup below which tests make theirs; null: it
///     is not told
/// @param watchdogArg option with which it is told the limit of the kernel's watchdog, in ms as in
///     `ops.timeout_ms`; null: it cannot be told
/// @param sysctls values to set before it starts, by name with dots: `kernel.sched_schedstats`
/// @param kernelArgs words for the kernel's command line
/// @param needs what it asks of kernel and machine
/// @param attachLimit how long it may take to attach on a machine of its own; under emulation it is
///     given a multiple
/// @param eventLimits how often the kernel may count an event while it is attached, by the event's name:
///     `SCX_EV_SELECT_CPU_FALLBACK`
/// @param checks limits that scenarios under it keep, between those of the profile and of the test
/// @param sources files or directories it is built from: when one is newer than the program, that is said
///     and nothing is run
public record Scheduler(
        String name,
        SchedulerSource source,
        List<String> args,
        @Nullable String opsName,
        @Nullable String configFile,
        @Nullable String cgroupParentArg,
        @Nullable String watchdogArg,
        Map<String, String> sysctls,
        List<String> kernelArgs,
        SchedulerNeeds needs,
        Duration attachLimit,
        Map<String, Long> eventLimits,
        Checks checks,
        List<String> sources) {
    /// How long one may take to attach that says nothing of it: time for start and verification of
    /// a large one.
    public static final Duration ATTACH_LIMIT = Duration.ofSeconds(30);

    /// The longest name a sched_ext scheduler can have, `SCX_OPS_NAME_LEN` of the kernel without
    /// its NUL.
    public static final int MAX_OPS_NAME = 127;

    /// The kernel's own fair class.
    public static final Scheduler EEVDF = new Builder("eevdf", new SchedulerSource.Eevdf()).build();

    /// Copies the collections.
    ///
    /// @throws IllegalArgumentException if a name or an argument is empty, the ops name too long, or the
    ///     limit not above 0
    public Scheduler {
        if (name.isBlank()) {
            throw new IllegalArgumentException("build scheduler: the name is \"" + name + "\"; give a short label");
        }
        Objects.requireNonNull(source, "source");
        args = List.copyOf(args);
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).isEmpty()) {
                throw new IllegalArgumentException("build scheduler " + name + ": argument " + (i + 1)
                        + " is empty; leave it out, or give it a value");
            }
        }
        if (opsName != null && (opsName.isBlank() || opsName.length() > MAX_OPS_NAME)) {
            throw new IllegalArgumentException("build scheduler " + name + ": ops name \"" + opsName + "\" has "
                    + opsName.length() + " characters; the kernel takes 1 to " + MAX_OPS_NAME);
        }
        if (attachLimit.isZero() || attachLimit.isNegative()) {
            throw new IllegalArgumentException("build scheduler " + name + ": attach limit of " + attachLimit.toNanos()
                    + " ns; give a time above 0");
        }
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
        kernelArgs = List.copyOf(kernelArgs);
        eventLimits = Collections.unmodifiableMap(new LinkedHashMap<>(eventLimits));
        sources = List.copyOf(sources);
    }

    /// {@return a scheduler that this program loads}
    ///
    /// @param name short stable label
    /// @param exe a path, or a name to look up
    /// @throws IllegalArgumentException if either is blank
    public static Scheduler program(String name, String exe) {
        return builder(name, exe).build();
    }

    /// {@return a builder for a scheduler that a program loads}
    ///
    /// @param name short stable label
    /// @param exe a path, or a name to look up
    /// @throws IllegalArgumentException if `exe` is blank
    public static Builder builder(String name, String exe) {
        return new Builder(name, new SchedulerSource.Program(exe));
    }

    /// {@return a builder for a scheduler of any source}
    ///
    /// @param name short stable label
    /// @param source where it comes from
    public static Builder builder(String name, SchedulerSource source) {
        return new Builder(name, source);
    }

    /// {@return a builder for a scheduler whose loader is a class of the test's class path}
    ///
    /// @param main a class with a `main` method
    public static Builder javaBuilder(Class<?> main) {
        return new Builder(main.getSimpleName(), new SchedulerSource.JavaMain(main.getName()));
    }

    /// {@return whether something is started or switched for it}
    public boolean active() {
        return !(source instanceof SchedulerSource.Eevdf);
    }

    /// {@return whether it attaches through sched_ext}
    public boolean schedExt() {
        return source instanceof SchedulerSource.Program || source instanceof SchedulerSource.JavaMain;
    }

    /// {@return a builder that starts with all of this scheduler, for one that differs in a few things}
    ///
    /// @param changedName the label of the new scheduler
    public Builder toBuilder(String changedName) {
        Builder builder = new Builder(changedName, source);
        builder.args.addAll(args);
        builder.opsName = opsName;
        builder.configFile = configFile;
        builder.cgroupParentArg = cgroupParentArg;
        builder.watchdogArg = watchdogArg;
        builder.sysctls.putAll(sysctls);
        builder.kernelArgs.addAll(kernelArgs);
        builder.needs = needs;
        builder.attachLimit = attachLimit;
        builder.eventLimits.putAll(eventLimits);
        builder.checks = checks;
        builder.sources.addAll(sources);
        return builder;
    }

    /// {@return a copy with more arguments at the end}
    ///
    /// @param more in order
    public Scheduler withArgs(String... more) {
        return toBuilder(name).args(more).build();
    }

    /// Collects the parts of a scheduler; not safe for use by several threads.
    public static final class Builder {
        private final String name;
        private SchedulerSource source;
        private final List<String> args = new ArrayList<>();
        private @Nullable String opsName;
        private @Nullable String configFile;
        private @Nullable String cgroupParentArg;
        private @Nullable String watchdogArg;
        private final Map<String, String> sysctls = new LinkedHashMap<>();
        private final List<String> kernelArgs = new ArrayList<>();
        private SchedulerNeeds needs = SchedulerNeeds.NONE;
        private Duration attachLimit = ATTACH_LIMIT;
        private final Map<String, Long> eventLimits = new LinkedHashMap<>();
        private Checks checks = Checks.NONE;
        private final List<String> sources = new ArrayList<>();

        private Builder(String name, SchedulerSource source) {
            this.name = name;
            this.source = source;
        }

        /// Takes another source.
        ///
        /// @param other where it comes from
        /// @return this builder
        public Builder source(SchedulerSource other) {
            source = other;
            return this;
        }

        /// Adds arguments.
        ///
        /// @param more in order
        /// @return this builder
        public Builder args(String... more) {
            args.addAll(List.of(more));
            return this;
        }

        /// Says under which name it must attach.
        ///
        /// @param ops as in `/sys/kernel/sched_ext/root/ops`
        /// @return this builder
        public Builder opsName(@Nullable String ops) {
            opsName = ops;
            return this;
        }

        /// Gives it a configuration, as `--config FILE`.
        ///
        /// @param file of the host; travels with the test
        /// @return this builder
        public Builder configFile(@Nullable String file) {
            configFile = file;
            return this;
        }

        /// Tells it the cgroup below which tests make theirs.
        ///
        /// @param option the option it takes the path with, such as `--cell-parent-cgroup`
        /// @return this builder
        public Builder cgroupParentArg(@Nullable String option) {
            cgroupParentArg = option;
            return this;
        }

        /// Tells it the limit of the kernel's watchdog, where a run has one of its own: `--watchdog-timeout` of `.run`
        /// files.
        ///
        /// @param option the option it takes a number of milliseconds with, such as `--timeout`
        /// @return this builder
        public Builder watchdogArg(@Nullable String option) {
            watchdogArg = option;
            return this;
        }

        /// Sets a sysctl before it starts.
        ///
        /// @param key with dots: `kernel.sched_schedstats`
        /// @param value what is written
        /// @return this builder
        public Builder sysctl(String key, String value) {
            sysctls.put(key, value);
            return this;
        }

        /// Adds words to the kernel's command line.
        ///
        /// @param words such as `isolcpus=1`
        /// @return this builder
        public Builder kernelArgs(String... words) {
            kernelArgs.addAll(List.of(words));
            return this;
        }

        /// Says what it asks of kernel and machine.
        ///
        /// @param all of it
        /// @return this builder
        public Builder needs(SchedulerNeeds all) {
            needs = all;
            return this;
        }

        /// Says how long it may take to attach, for one that is slower than most, or is to be given
        /// up sooner.
        ///
        /// @param limit on a machine of its own; under emulation it is given a multiple of it
        /// @return this builder
        public Builder attachLimit(Duration limit) {
            attachLimit = limit;
            return this;
        }

        /// Limits an event that the kernel counts while it is attached.
        ///
        /// @param event name in `/sys/kernel/sched_ext/root/events`
        /// @param most how often it may happen, 0 and up
        /// @return this builder
        public Builder eventLimit(String event, long most) {
            eventLimits.put(event, most);
            return this;
        }

        /// Says what workers of scenarios may expect under it.
        ///
        /// @param limits over those of the profile; a test's own win
        /// @return this builder
        public Builder checks(Checks limits) {
            checks = limits;
            return this;
        }

        /// Names what it is built from, so that a stale program is noticed.
        ///
        /// @param filesOrDirectories paths of the host
        /// @return this builder
        public Builder sources(String... filesOrDirectories) {
            sources.addAll(List.of(filesOrDirectories));
            return this;
        }

        /// {@return the scheduler}
        ///
        /// @throws IllegalArgumentException if a name or an argument is empty, the ops name too long, or
        ///     the limit not above 0
        public Scheduler build() {
            return new Scheduler(
                    name,
                    source,
                    args,
                    opsName,
                    configFile,
                    cgroupParentArg,
                    watchdogArg,
                    sysctls,
                    kernelArgs,
                    needs,
                    attachLimit,
                    eventLimits,
                    checks,
                    sources);
        }
    }
}
