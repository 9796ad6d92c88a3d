// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.List;

/// A chapter of the demonstration.
///
/// @param name as typed
/// @param title what it shows, in a sentence
/// @param scenes in order
record Chapter(String name, String title, List<Scene> scenes) {
    /// All chapters; the first is the default.
    static final List<Chapter> ALL = List.of(main(), payloads(), scenarios());

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
                                "An assertion that cannot hold: what a failure of the guest looks like on the host.")));
    }

    private static Chapter payloads() {
        return new Chapter(
                "payloads",
                "Programs of a test: configured, started, watched, measured, recorded",
                List.of(
                        new Scene(
                                "Example05Payloads.runsAsConfigured",
                                "passed",
                                "Each rule of the builder, live in one guest."),
                        new Scene(
                                "Example05Payloads.runsInTheBackground",
                                "passed",
                                "Handles of programs in the background."),
                        new Scene(
                                "Example06Fixtures",
                                "passed",
                                "Ready-made payloads of the distribution, and a Java class as a process.")));
    }

    private static Chapter scenarios() {
        return new Chapter(
                "scenarios",
                "Cgroups, synthetic workers, things that change, and checks on what was counted",
                List.of(
                        new Scene(
                                "Example08Scenarios.sharesTheMachine",
                                "passed",
                                "A returned scenario: a cache for each of two cgroups, then one CPU against three."),
                        new Scene(
                                "Example08Scenarios.runsCannedOnes",
                                "passed",
                                "Three scenarios of the catalogue in one guest, with their timeline."),
                        new Scene(
                                "Example08Scenarios.comparesTwoSides",
                                "failed",
                                "Two sides in turn, and a claim that a rank test refutes.")));
    }

    /// One test, and what must come of it.
    ///
    /// @param test as `ktstr test --select` takes it
    /// @param outcome label of the verdict that is expected
    /// @param shows what there is to see, in a sentence
    record Scene(String test, String outcome, String shows) {}
}
