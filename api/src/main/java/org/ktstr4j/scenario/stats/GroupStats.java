// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;

/// What a group of workers counted, over its life or over a phase.
///
/// @param group its id: the cgroup's name, and a number if the cgroup has several groups
/// @param type kind of work
/// @param atNs when this was taken, guest CLOCK_MONOTONIC
/// @param workers each of them, in order
/// @param blocked how long waits took, over all workers
/// @param wake from when a worker could have run (the waker's stamp, the timer's target) to when it did
/// @param gap times between two looks at the clock while computing, and wake-to-run times
public record GroupStats(
        String group,
        String type,
        long atNs,
        List<WorkerStats> workers,
        Histogram blocked,
        Histogram wake,
        Histogram gap) {
    /// With a list of its own.
    public GroupStats {
        workers = List.copyOf(workers);
    }

    /// {@return the group in a report of `kt work`}
    ///
    /// @param text one JSON document
    /// @throws IllegalArgumentException if it is none; says what is missing
    public static GroupStats fromJson(String text) {
        Node json = Json.read("report of workers", text);
        List<WorkerStats> workers = new ArrayList<>();
        for (Node each : json.get("workers").elements()) workers.add(WorkerStats.fromJson(each));
        return new GroupStats(
                json.get("group").string(),
                json.get("type").string(),
                json.get("atNs").integer(),
                workers,
                Histogram.fromJson(json.get("blocked")),
                Histogram.fromJson(json.get("wake")),
                Histogram.fromJson(json.get("gap")));
    }

    /// {@return what the group did after an earlier state of itself}
    ///
    /// @param earlier state of the same group
    public GroupStats minus(GroupStats earlier) {
        List<WorkerStats> since = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) since.add(workers.get(i).minus(earlier.workers.get(i)));
        return new GroupStats(
                group,
                type,
                atNs,
                since,
                blocked.minus(earlier.blocked),
                wake.minus(earlier.wake),
                gap.minus(earlier.gap));
    }

    /// {@return turns of all workers' loops}
    public long iterations() {
        return workers.stream().mapToLong(WorkerStats::iterations).sum();
    }

    /// {@return CPU time of all workers in ns, −1 if it was not measured of each}
    public long onCpuNs() {
        long sum = 0;
        for (WorkerStats each : workers) {
            if (each.onCpuNs() < 0) return -1;
            sum += each.onCpuNs();
        }
        return sum;
    }

    /// {@return the CPUs on which any of them was seen, ascending}
    public Set<Integer> cpus() {
        Set<Integer> cpus = new TreeSet<>();
        for (WorkerStats each : workers) cpus.addAll(each.activeNs().keySet());
        return cpus;
    }
}
