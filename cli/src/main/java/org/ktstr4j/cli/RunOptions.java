// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.plan.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of every command that runs tests.
final class RunOptions {
    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            description = "debian (the newest with sched_ext), debian:VERSION, or a path to a bzImage. Default: debian")
    private @Nullable String kernel;

    @Option(
            names = "--accel",
            paramLabel = "ACCEL",
            description = "kvm; sim (emulation on one thread with a clock that counts instructions: the same seed gives"
                    + " the same run); single (the same with the host's clock); tcg (a thread per CPU, which may panic a"
                    + " kernel that patches its own code). Default: kvm where it really works, else sim")
    private @Nullable String accel;

    @Mixin
    private final RunsOption runs = new RunsOption();

    @Option(
            names = "--no-template",
            description = "Boot each guest, instead of starting it from a template that was booted once")
    private boolean noTemplate;

    @Option(
            names = {"--seed", "--seeds"},
            paramLabel = "SEEDS",
            description = "Run with this seed, or with one after the other until a test does not pass: 17, 1..200."
                    + " Default: what the tests declare")
    private @Nullable String seeds;

    @Option(names = "--repeat", paramLabel = "N", description = "Run each test N times with each seed")
    private @Nullable Integer repeat;

    @Option(
            names = "--expect-identical",
            description = "Runs of a test with the same seed must record the same, to the nanosecond")
    private boolean identical;

    @Option(names = "--strict", description = "Inconclusive tests fail")
    private boolean strict;

    @Option(
            names = "--scheduler",
            paramLabel = "SCHEDULER",
            description =
                    "Scheduler of tests that name none: a path or a name, with its arguments (in one word of the shell)")
    private @Nullable String scheduler;

    @Option(
            names = "--work",
            paramLabel = "KIND",
            description = "Kind of work for the workers of scenarios' swappable cgroups, such as PipeIo")
    private @Nullable String work;

    @Option(names = "--no-skip", description = "Tests that this kernel cannot run fail in place of being skipped")
    private boolean noSkip;

    @Option(names = "--json", description = "One JSON document on standard output instead of the closing table")
    boolean json;

    /// {@return the options as JUnit configuration parameters}
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(runs.parameters());
        if (kernel != null) parameters.put(Settings.KERNEL, kernel);
        if (accel != null) parameters.put(Settings.ACCEL, accel);
        if (noTemplate) parameters.put(Settings.TEMPLATES, "off");
        if (seeds != null) parameters.put(Settings.SEEDS, seeds);
        if (repeat != null) parameters.put(Settings.REPEAT, repeat.toString());
        if (identical) parameters.put(Settings.IDENTICAL, "on");
        if (strict) parameters.put(Settings.STRICT, "true");
        if (scheduler != null) parameters.put(Settings.SCHEDULER, scheduler);
        if (work != null) parameters.put(Settings.WORK, work);
        if (noSkip) parameters.put(Settings.NO_SKIP, "true");
        return parameters;
    }
}
