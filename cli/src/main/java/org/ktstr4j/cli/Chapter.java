// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.List;

/// A chapter of the demonstration.
///
/// @param name as typed
/// @param title what it shows, in a sentence
/// @param scenes in order
/// @param schedulers whether it needs the example schedulers
record Chapter(String name, String title, List<Scene> scenes, boolean schedulers) {
    /// The chapter that goes on after its scenes.
    static final String EXPORT = "export";

    /// The other one.
    static final String SIMULATION = "simulation";

    /// All chapters; the first is the default.
    static final List<Chapter> ALL = List.of(main(), payloads(), export(), ofSchedulers(), scenarios(), simulation());

    private static Chapter main() {
        return new Chapter(
                "main",
                "Java test methods inside a freshly booted, unmodified Linux kernel",
                List.of(
                        new Scene(
                                "Example01Topology",
                                "passed",
                                "A body prints what it sees of the topology it declared: two last-level caches, two CPUs each."),
                        new Scene(
                                "Example02StressNg",
                                "passed",
                                "stress-ng keeps both CPUs busy and is judged by its exit code."),
                        new Scene(
                                "Example03Fio",
                                "passed",
                                "fio runs in a cgroup on the second cache; its JSON becomes metrics, two of them bounded."),
                        new Scene(
                                "Example04Fails",
                                "failed",
                                "An assertion that cannot hold: what a failure of the guest looks like on the host.")),
                false);
    }

    private static Chapter payloads() {
        return new Chapter(
                "payloads",
                "Programs of a test: configured, started, watched, measured, recorded",
                List.of(
                        new Scene(
                                "Example05Payloads",
                                "passed",
                                "Each rule of a run and of its handle, live in one guest."),
                        new Scene("Example02StressNg", "passed", "stress-ng, with the metrics of its YAML."),
                        new Scene("Example03Fio", "passed", "fio, with the metrics of its JSON."),
                        new Scene(
                                "Example06Fixtures",
                                "passed",
                                "hackbench, cyclictest, sysbench, rt-app, perf stat, and a Java class as a process."),
                        new Scene(
                                "Example07Misbehaves",
                                "passed",
                                "A program that does its worst, and what is left of it: results, records, nothing else.")),
                false);
    }

    private static Chapter export() {
        return new Chapter(
                EXPORT,
                "A test as one file, on a machine that is not ours",
                List.of(
                        new Scene(
                                "Example08Export",
                                "passed",
                                "First as ever, in a guest: a scheduler, a program with its libraries, a directory of the host.")),
                true);
    }

    private static Chapter ofSchedulers() {
        return new Chapter(
                "schedulers",
                "Schedulers under test: attached, loaded, stopped, and told apart when they fail",
                List.of(
                        new Scene(
                                "Example09Schedulers.attachesLoadsAndStopsEach",
                                "passed",
                                "Every example scheduler of the kernel tree, one after the other in one kernel."),
                        fails("cannotStart", "A sysctl that this kernel does not have."),
                        fails("isRejectedByTheVerifier", "A program that the verifier refuses."),
                        fails("loopsInTheVerifier", "An infinite loop."),
                        fails("exitsBeforeItAttached", "A loader that ends too early."),
                        fails("attachesNothing", "A loader that never attaches anything."),
                        fails("attachesAnother", "Another scheduler than was expected."),
                        fails("crashes", "A loader that aborts while its scheduler is attached."),
                        fails("leavesByItself", "A scheduler that leaves while it is needed."),
                        fails("dispatchesToABadQueue", "A queue that does not exist: the kernel ejects it."),
                        fails("stalls", "A task that never runs: the kernel's watchdog ejects it."),
                        fails("isEjectedBySysRq", "SysRq-S."),
                        fails("staysAttached", "A scheduler that outlives its loader."),
                        new Scene(
                                "Example10Misbehaving.stallsAsExpected",
                                "passed",
                                "The same stall, in a test that expects it.")),
                true);
    }

    private static Scene fails(String method, String shows) {
        return new Scene("Example10Misbehaving." + method, "failed", shows);
    }

    private static Chapter scenarios() {
        return new Chapter(
                "scenarios",
                "Cgroups, synthetic workers, things that change, and checks on what was counted",
                List.of(
                        new Scene(
                                "Example11Scenarios.sharesTheMachine",
                                "passed",
                                "A returned scenario: a cache for each of two cgroups, then one CPU against three."),
                        new Scene(
                                "Example11Scenarios.runsCannedOnes",
                                "passed",
                                "Four scenarios of the catalogue, one after the other in one guest."),
                        new Scene(
                                "Example11Scenarios.wakesNoLaterThanEevdf",
                                "failed",
                                "scx_simple against the kernel's own scheduler, in turn in one kernel: a claim that a rank"
                                        + " test refutes.")),
                true);
    }

    private static Chapter simulation() {
        return new Chapter(
                SIMULATION,
                "A fresh kernel in half a second, and the same seed gives the same run",
                List.of(new Scene(
                        "Example12Simulation.startsAfresh",
                        "passed",
                        "A test of nothing: the first one on this machine makes a template.")),
                true);
    }

    /// One test, and what must come of it.
    ///
    /// @param test as `ktstr test --select` takes it
    /// @param outcome label of the verdict that is expected
    /// @param shows what there is to see, in a sentence
    record Scene(String test, String outcome, String shows) {}
}
