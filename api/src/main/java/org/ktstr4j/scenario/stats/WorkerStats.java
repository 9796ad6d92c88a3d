// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ktstr4j.json.Node;

/// What one worker counted. A number of −1 was not measured.
///
/// @param tid thread id in the guest
/// @param how how it is with it: `stopped` (as told), `running`, `waiting`, `ended early`, `did not
///     stop`, `signal N`, `exit N`
/// @param beganNs when its loop began, guest CLOCK_MONOTONIC; 0 if it never did
/// @param endedNs when it ended, or when this was taken
/// @param iterations turns of its loop
/// @param units work done, in units of its kind of work
/// @param cpuNs CPU time by the thread's own clock; −1 while it runs
/// @param runNs CPU time by `/proc/PID/schedstat`
/// @param delayNs time for which it could have run and did not, by the same
/// @param slices how often it was put on a CPU, by the same
/// @param voluntary context switches by its own will, by `/proc/PID/status`
/// @param involuntary context switches that were forced on it
/// @param migrations changes of CPU that it noticed itself: at each look at the clock and after each wait
/// @param gapNs the longest time between two looks at the clock while it computed, or from being woken to
///     running
/// @param gapAtNs when that ended
/// @param gapCpu on which CPU, −1 if there was none
/// @param activeNs wall time that it spent on each CPU it was seen on, waits left out
/// @param pages where its own memory lies: pages by node, of at most 1024 that were asked; empty if not
///     measured
public record WorkerStats(
        int tid,
        String how,
        long beganNs,
        long endedNs,
        long iterations,
        long units,
        long cpuNs,
        long runNs,
        long delayNs,
        long slices,
        long voluntary,
        long involuntary,
        long migrations,
        long gapNs,
        long gapAtNs,
        int gapCpu,
        Map<Integer, Long> activeNs,
        Map<Integer, Long> pages) {
    private static final int FIELDS = 18;

    /// With maps of its own.
    public WorkerStats {
        activeNs = Map.copyOf(activeNs);
        pages = Map.copyOf(pages);
    }

    /// {@return how long its loop ran, in ns; 0 if it never began}
    public long wallNs() {
        return beganNs == 0 ? 0 : Math.max(0, endedNs - beganNs);
    }

    /// {@return its CPU time in ns, by its own clock or else by the kernel's statistics; −1 if neither
    /// was measured}
    public long onCpuNs() {
        return cpuNs >= 0 ? cpuNs : runNs;
    }

    /// {@return whether it did what it was told to the end}
    public boolean well() {
        return how.equals("stopped") || how.equals("running");
    }

    /// {@return what it did after an earlier state of the same worker}
    ///
    /// The longest gap is kept if it ended since then, else it is not known and −1.
    ///
    /// @param earlier state of the same worker
    public WorkerStats minus(WorkerStats earlier) {
        boolean gapSince = gapAtNs > earlier.endedNs;
        Map<Integer, Long> active = new LinkedHashMap<>(activeNs);
        earlier.activeNs.forEach((cpu, ns) -> active.merge(cpu, -ns, Long::sum));
        active.values().removeIf(ns -> ns <= 0);
        return new WorkerStats(
                tid,
                how,
                earlier.endedNs,
                endedNs,
                iterations - earlier.iterations,
                units - earlier.units,
                -1,
                since(runNs, earlier.runNs),
                since(delayNs, earlier.delayNs),
                since(slices, earlier.slices),
                since(voluntary, earlier.voluntary),
                since(involuntary, earlier.involuntary),
                migrations - earlier.migrations,
                gapSince ? gapNs : -1,
                gapSince ? gapAtNs : 0,
                gapSince ? gapCpu : -1,
                active,
                pages);
    }

    private static long since(long now, long before) {
        return now < 0 || before < 0 ? -1 : now - before;
    }

    static WorkerStats fromJson(Node json) {
        List<Node> at = json.elements();
        if (at.size() != FIELDS) throw json.expected("a list of " + FIELDS + " fields");
        return new WorkerStats(
                (int) at.get(0).integer(),
                at.get(1).string(),
                at.get(2).integer(),
                at.get(3).integer(),
                at.get(4).integer(),
                at.get(5).integer(),
                at.get(6).integer(),
                at.get(7).integer(),
                at.get(8).integer(),
                at.get(9).integer(),
                at.get(10).integer(),
                at.get(11).integer(),
                at.get(12).integer(),
                at.get(13).integer(),
                at.get(14).integer(),
                (int) at.get(15).integer(),
                pairs(at.get(16)),
                pairs(at.get(17)));
    }

    private static Map<Integer, Long> pairs(Node json) {
        List<Node> flat = json.elements();
        Map<Integer, Long> pairs = new TreeMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            pairs.put((int) flat.get(i).integer(), flat.get(i + 1).integer());
        }
        return pairs;
    }
}
