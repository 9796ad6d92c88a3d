// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.List;

/// A chapter of the demonstration.
///
/// @param name as typed
/// @param title what it shows, in a sentence
/// @param scenes in order
record Chapter(String name, String title, List<Scene> scenes) {
    /// The chapter that goes on after its scenes.
    static final String EXPORT = "export";

    /// All chapters; the first is the default.
    static final List<Chapter> ALL = List.of(main(), payloads(), export());

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
                                "A program that does its worst, and what is left of it: results, records, nothing else.")));
    }

    private static Chapter export() {
        return new Chapter(
                EXPORT,
                "A test as one file, on a machine that is not ours",
                List.of(
                        new Scene(
                                "Example08Export",
                                "passed",
                                "First as ever, in a guest: a program with its libraries, a directory of the host, a cgroup.")));
    }

    /// One test, and what must come of it.
    ///
    /// @param test as `ktstr test --select` takes it
    /// @param outcome label of the verdict that is expected
    /// @param shows what there is to see, in a sentence
    record Scene(String test, String outcome, String shows) {}
}
