// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.scenario.work.Kinds;

/// What the person at the keyboard chose for a whole run, as opposed to what an author declared for one
/// test.
///
/// @param kernel `debian`, `debian:VERSION` or a path to a bzImage
/// @param accel `auto`, or the accelerator to use whatever works
/// @param runs directory under which run directories are made
/// @param hostLimit wall time after which the host gives up on a guest, empty to derive it from the
///     test's own limit
/// @param templates whether guests start from templates, `on`, or boot each, `off`
/// @param repetition how often each test runs
/// @param noSkip whether a test that the kernel cannot run fails in place of being skipped
/// @param scheduler scheduler of tests that name none, its arguments after it, separated by blanks;
///     empty: the kernel's own
/// @param work kind of work for the workers of swappable cgroups; empty: what their authors say
public record Settings(
        String kernel,
        String accel,
        Path runs,
        Optional<Duration> hostLimit,
        boolean templates,
        Repetition repetition,
        boolean noSkip,
        String scheduler,
        String work) {
    /// Kernel to test on.
    public static final String KERNEL = "ktstr.kernel";

    /// Accelerator.
    public static final String ACCEL = "ktstr.accel";

    /// Where run directories go.
    public static final String RUNS = "ktstr.runs";

    /// Seconds of wall time after which the host gives up on a guest.
    public static final String HOST_LIMIT_S = "ktstr.hostLimitS";

    /// Whether guests start from templates.
    public static final String TEMPLATES = "ktstr.templates";

    /// Seeds: `17` or `1..200`.
    public static final String SEEDS = "ktstr.seeds";

    /// Number of runs for each seed.
    public static final String REPEAT = "ktstr.repeat";

    /// Whether runs with the same seed must be the same.
    public static final String IDENTICAL = "ktstr.expectIdentical";

    /// Turns "inconclusive" into failures of JUnit.
    public static final String STRICT = "ktstr.strict";

    /// Turns tests that are skipped for what the kernel or the host lacks into failures.
    public static final String NO_SKIP = "ktstr.noSkip";

    /// Scheduler of tests that name none.
    public static final String SCHEDULER = "ktstr.scheduler";

    /// Work for the workers of swappable cgroups.
    public static final String WORK = "ktstr.work";

    /// All names, for messages.
    public static final List<String> NAMES = List.of(
            KERNEL, ACCEL, RUNS, HOST_LIMIT_S, TEMPLATES, SEEDS, REPEAT, IDENTICAL, STRICT, NO_SKIP, SCHEDULER, WORK);

    // Far beyond any use, and far below what overflows in ns.
    private static final long MOST_SECONDS = 1_000_000;

    /// {@return the settings, each from the first that has it: JUnit parameter or system property,
    /// environment, default}
    ///
    /// The environment's names are those of the properties in capitals: `KTSTR_KERNEL` for `ktstr.kernel`,
    /// `KTSTR_HOST_LIMIT_S` for `ktstr.hostLimitS`.
    ///
    /// @param parameters looks a property up
    /// @param environment looks a variable up
    public static Settings of(
            Function<String, Optional<String>> parameters, Function<String, Optional<String>> environment) {
        return new Settings(
                get(parameters, environment, KERNEL).orElse("debian"),
                get(parameters, environment, ACCEL).orElse("auto"),
                get(parameters, environment, RUNS)
                        .map(Path::of)
                        .orElseGet(Settings::defaultRuns)
                        .toAbsolutePath(),
                get(parameters, environment, HOST_LIMIT_S).map(Settings::seconds),
                get(parameters, environment, TEMPLATES)
                        .map(text -> on(TEMPLATES, text))
                        .orElse(true),
                new Repetition(
                        get(parameters, environment, SEEDS).map(Seeds::parse),
                        get(parameters, environment, REPEAT)
                                .map(Settings::times)
                                .orElse(1),
                        get(parameters, environment, IDENTICAL)
                                .map(text -> on(IDENTICAL, text))
                                .orElse(false)),
                flag(parameters, environment, NO_SKIP),
                get(parameters, environment, SCHEDULER).orElse("").strip(),
                get(parameters, environment, WORK).map(Settings::kind).orElse(""));
    }

    /// {@return the same on another kernel and accelerator}
    public Settings with(String otherKernel, String otherAccel) {
        return new Settings(otherKernel, otherAccel, runs, hostLimit, templates, repetition, noSkip, scheduler, work);
    }

    private static int times(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw PlanException.of("setting %s: \"%s\" is not a number of runs".formatted(REPEAT, text));
        }
    }

    private static String kind(String text) {
        try {
            return Kinds.named(text).name();
        } catch (IllegalArgumentException e) {
            throw new PlanException("setting %s: %s".formatted(WORK, e.getMessage()), e);
        }
    }

    private static boolean on(String name, String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw PlanException.of("setting %s: \"%s\" is neither \"on\" nor \"off\"".formatted(name, text));
        };
    }

    /// {@return whether this setting is there, and neither `0` nor `false`}
    public static boolean flag(
            Function<String, Optional<String>> parameters,
            Function<String, Optional<String>> environment,
            String name) {
        return get(parameters, environment, name)
                .filter(value -> !value.equals("0") && !value.equals("false"))
                .isPresent();
    }

    private static Duration seconds(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds > 0 && seconds <= MOST_SECONDS) return Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            // said below
        }
        throw PlanException.of("setting %s: \"%s\" is not a number of seconds; give one of 1 to %d"
                .formatted(HOST_LIMIT_S, text, MOST_SECONDS));
    }

    /// {@return one setting}
    public static Optional<String> get(
            Function<String, Optional<String>> parameters,
            Function<String, Optional<String>> environment,
            String name) {
        return parameters
                .apply(name)
                .filter(value -> !value.isBlank())
                .or(() -> environment.apply(variable(name)))
                .filter(value -> !value.isBlank());
    }

    private static String variable(String property) {
        return property.replaceAll("\\.|(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    // Where builds leave what can be made again, so that a clean takes the runs along.
    private static Path defaultRuns() {
        return Files.exists(Path.of("pom.xml")) ? Path.of("target", "ktstr") : Path.of("ktstr-runs");
    }
}
