// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.MetricHint;

/// A program that tests run: what it is, and what holds for each invocation unless the invocation says otherwise.
///
/// @param name short stable label for messages, records and reports; not blank. Two payloads may share a program
/// @param kind what it runs
/// @param output how its metrics are found
/// @param defaultArgs first arguments of each invocation
/// @param defaultChecks first checks of each invocation
/// @param hints polarity and unit by metric name
/// @param includeFiles host files that must be in the guest beside the program itself, which travels by itself:
///     paths, or names that are looked up in the host's PATH
/// @param resultFiles names or patterns (`*.log`) of files in its working directory that hold its results, read
///     after its end. If there are any, and the invocation names no working directory, it gets an empty one of
///     its own
/// @param usesParentPgrp true: no process group of its own, for programs that need the terminal's; its forks
///     cannot be killed by group
public record Payload(
        String name,
        PayloadKind kind,
        OutputFormat output,
        List<String> defaultArgs,
        List<MetricCheck> defaultChecks,
        List<MetricHint> hints,
        List<String> includeFiles,
        List<String> resultFiles,
        boolean usesParentPgrp) {
    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException if the name is blank
    public Payload {
        if (name.isBlank()) {
            throw new IllegalArgumentException("build payload: the name is \"" + name + "\"; give a short label");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(output, "output");
        defaultArgs = List.copyOf(defaultArgs);
        defaultChecks = List.copyOf(defaultChecks);
        hints = List.copyOf(hints);
        includeFiles = List.copyOf(includeFiles);
        resultFiles = List.copyOf(resultFiles);
    }

    /// {@return a program with nothing else said: judged by nothing, no arguments}
    ///
    /// @param name short stable label
    /// @param exe name, looked up in the PATH, or path
    /// @throws IllegalArgumentException if either is blank
    public static Payload binary(String name, String exe) {
        return builder(name, exe).build();
    }

    /// {@return a class of the test's class path as a payload, judged by exit code 0}
    ///
    /// It runs on the guest's Java runtime, as a process of its own, in the cgroup of the invocation.
    ///
    /// @param main a class with a `main` method
    public static Payload java(Class<?> main) {
        return javaBuilder(main.getSimpleName(), main.getName())
                .checks(MetricCheck.exitCodeEq(0))
                .build();
    }

    /// {@return a builder for a class of the test's class path}
    ///
    /// @param name short stable label
    /// @param className binary name of a class with a `main` method
    /// @throws IllegalArgumentException if `className` is blank
    public static Builder javaBuilder(String name, String className) {
        return new Builder(name, new PayloadKind.JavaMain(className));
    }

    /// {@return a scheduler as a payload; a body cannot run it}
    ///
    /// @param scheduler the scheduler's name
    public static Payload scheduler(String scheduler) {
        return new Payload(
                scheduler,
                new PayloadKind.Scheduler(scheduler),
                OutputFormat.EXIT_CODE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false);
    }

    /// {@return a builder for a program}
    ///
    /// @param name short stable label
    /// @param exe name, looked up in the PATH, or path
    /// @throws IllegalArgumentException if `exe` is blank
    public static Builder builder(String name, String exe) {
        return new Builder(name, new PayloadKind.Binary(exe));
    }

    /// {@return a builder that starts with all of this payload, for one that differs in a few things}
    ///
    /// @param changedName the label of the new payload
    public Builder toBuilder(String changedName) {
        Builder builder = new Builder(changedName, kind);
        builder.output = output;
        builder.args.addAll(defaultArgs);
        builder.checks.addAll(defaultChecks);
        builder.hints.addAll(hints);
        builder.files.addAll(includeFiles);
        builder.results.addAll(resultFiles);
        builder.parentPgrp = usesParentPgrp;
        return builder;
    }

    /// Collects the parts of a payload; not safe for use by several threads.
    public static final class Builder {
        private final String name;
        private final PayloadKind kind;
        private final List<String> args = new ArrayList<>();
        private final List<MetricCheck> checks = new ArrayList<>();
        private final List<MetricHint> hints = new ArrayList<>();
        private final List<String> files = new ArrayList<>();
        private final List<String> results = new ArrayList<>();
        private OutputFormat output = OutputFormat.EXIT_CODE;
        private boolean parentPgrp;

        private Builder(String name, PayloadKind kind) {
            this.name = name;
            this.kind = kind;
        }

        /// Says how metrics are found; without it only the exit code counts.
        ///
        /// @param format the format
        /// @return this builder
        public Builder output(OutputFormat format) {
            output = Objects.requireNonNull(format, "format");
            return this;
        }

        /// Adds default arguments.
        ///
        /// @param more in order, each one element of argv
        /// @return this builder
        public Builder args(String... more) {
            args.addAll(List.of(more));
            return this;
        }

        /// Adds default checks.
        ///
        /// @param more in order
        /// @return this builder
        public Builder checks(MetricCheck... more) {
            checks.addAll(List.of(more));
            return this;
        }

        /// Adds hints; of several for one metric the last one counts.
        ///
        /// @param more in order
        /// @return this builder
        public Builder hints(MetricHint... more) {
            hints.addAll(List.of(more));
            return this;
        }

        /// Adds hints; of several for one metric the last one counts.
        ///
        /// @param more in order
        /// @return this builder
        public Builder hints(Collection<MetricHint> more) {
            hints.addAll(more);
            return this;
        }

        /// Adds host files to pack into the guest.
        ///
        /// @param more paths, or names that are looked up in the host's PATH
        /// @return this builder
        public Builder includeFiles(String... more) {
            files.addAll(List.of(more));
            return this;
        }

        /// Adds files in which the program leaves its results.
        ///
        /// @param more names or patterns in its working directory: `*.log`
        /// @return this builder
        public Builder resultFiles(String... more) {
            results.addAll(List.of(more));
            return this;
        }

        /// Leaves the program in the process group of the launcher.
        ///
        /// @return this builder
        public Builder usesParentPgrp() {
            parentPgrp = true;
            return this;
        }

        /// {@return the payload}
        ///
        /// @throws IllegalArgumentException if the name is blank
        public Payload build() {
            return new Payload(name, kind, output, args, checks, hints, files, results, parentPgrp);
        }
    }
}
