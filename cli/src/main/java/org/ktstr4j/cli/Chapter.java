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
    static final List<Chapter> ALL = List.of(new Chapter(
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
                            "An assertion that cannot hold: what a failure of the guest looks like on the host."))));

    /// One test, and what must come of it.
    ///
    /// @param test as `ktstr test --select` takes it
    /// @param outcome label of the verdict that is expected
    /// @param shows what there is to see, in a sentence
    record Scene(String test, String outcome, String shows) {}
}
