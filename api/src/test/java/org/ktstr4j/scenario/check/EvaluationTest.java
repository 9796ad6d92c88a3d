// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.ktstr4j.scenario.check.Surroundings.Detached;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Histogram;
import org.ktstr4j.scenario.stats.WorkerStats;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;

/// Each limit three times: kept, not kept, nothing to look at.
class EvaluationTest {
    private static final long S = 1_000_000_000L;
    private static final Set<Limit> SEEN = EnumSet.noneOf(Limit.class);

    @AfterAll
    static void every_limit_was_looked_at() {
        assertEquals(EnumSet.allOf(Limit.class), SEEN);
    }

    @Test
    void not_starved() {
        kept(Limit.NOT_STARVED, 1, group(worker(100, S / 2)));
        broken(
                "worker 1 of g (SpinWait): did no work at all (test)",
                Limit.NOT_STARVED,
                1,
                group(worker(100, S / 2), worker(0, 0)));
        kept(Limit.NOT_STARVED, 1, group(new Change(worker(0, S / 2)).cpuNs(-1).get()));
    }

    @Test
    void longest_gap() {
        kept(
                Limit.MAX_GAP_MS,
                100,
                group(new Change(worker(1, S)).gap(99_000_000).get()));
        broken(
                "longest gap of worker 0 of g (SpinWait): expected ≤ 100 ms (test), was 250 ms on CPU 3, ended 0.5 s after it began",
                Limit.MAX_GAP_MS,
                100,
                group(new Change(worker(1, S)).gap(250_000_000).get()));
        nothing(Limit.MAX_GAP_MS, 100, group(worker(1, S)));
    }

    @Test
    void spread() {
        kept(Limit.MAX_SPREAD_PCT, 30, group(worker(1, S / 2), worker(1, 3 * S / 4)));
        broken(
                "spread of off-CPU time of group g: expected ≤ 30 % (test), was 80 % between 10 % and 90 % of 2 workers",
                Limit.MAX_SPREAD_PCT, 30, group(worker(1, S / 10), worker(1, 9 * S / 10)));
        nothing(Limit.MAX_SPREAD_PCT, 30, group(worker(1, S)));
        // a messenger and its receivers
        GroupStats unlike = group(worker(1, S / 10), worker(1, 9 * S / 10)).stats();
        nothing(Limit.MAX_SPREAD_PCT, 30, new Observation(unlike, "g", Set.of(), Set.of(), 0, false, true));
    }

    @Test
    void spread_of_a_profile_is_not_looked_at_where_workers_must_share_cpus() {
        Observation roomy = group(worker(1, S / 10), worker(1, 9 * S / 10));
        Observation crowded = new Observation(roomy.stats(), "g", Set.of(), Set.of(), 0, true, false);
        Layers ofProfile = Layers.of(Profile.SIM, Checks.NONE, Checks.NONE, Checks.NONE);
        Layers asked = Layers.of(Profile.SIM, Checks.NONE, Checks.of(Limit.MAX_SPREAD_PCT, 35), Checks.NONE);

        assertTrue(
                Evaluation.of(ofProfile, List.of(roomy), Surroundings.UNKNOWN).failed());
        assertTrue(Evaluation.of(asked, List.of(crowded), Surroundings.UNKNOWN).failed());
        AssertResult passed = Evaluation.of(ofProfile, List.of(crowded), Surroundings.UNKNOWN);
        assertTrue(passed.passed());
        assertEquals(
                List.of(
                        "spread of off-CPU time: not judged in g, where workers had to share CPUs; set a limit to have it judged"),
                passed.notes());
    }

    @Test
    void isolation() {
        Observation inside = new Observation(group(worker(1, S)).stats(), "g", Set.of(0, 1), Set.of(), 0, true, true);
        kept(Limit.ISOLATION, 1, inside);
        broken(
                "worker 0 of g (SpinWait): ran on CPUs [0], which its cpuset [2, 3] does not have (test)",
                Limit.ISOLATION,
                1,
                new Observation(inside.stats(), "g", Set.of(2, 3), Set.of(), 0, true, true));
        nothing(Limit.ISOLATION, 1, group(worker(1, S)));
    }

    @Test
    void throughput() {
        kept(Limit.MAX_THROUGHPUT_CV, 0.2, group(worker(100, S), worker(110, S)));
        broken(
                "variation of throughput of group g: expected ≤ 0.2 (test), was 0.5 over 2 workers",
                Limit.MAX_THROUGHPUT_CV,
                0.2,
                group(worker(100, S), worker(300, S)));
        nothing(Limit.MAX_THROUGHPUT_CV, 0.2, group(worker(100, S)));
        kept(Limit.MIN_WORK_RATE, 90, group(worker(100, S)));
        broken(
                "work rate of worker 0 of g (SpinWait): expected ≥ 150 units/CPU-s (test), was 100 units/CPU-s",
                Limit.MIN_WORK_RATE,
                150,
                group(worker(100, S)));
        nothing(Limit.MIN_WORK_RATE, 90, group(worker(100, 0)));
        kept(Limit.MIN_ITERATION_RATE, 90, group(worker(100, S / 2)));
        broken(
                "iteration rate of worker 0 of g (SpinWait): expected ≥ 101 /s (test), was 100 /s",
                Limit.MIN_ITERATION_RATE,
                101,
                group(worker(100, S / 2)));
        nothing(
                Limit.MIN_ITERATION_RATE,
                90,
                group(new Change(worker(0, 0)).began(0).get()));
    }

    @Test
    void wakes() {
        Observation woken = wakes(group(worker(1, S)), Histogram.of(20_000, 20_000, 20_000, 20_000));
        kept(Limit.MAX_P99_WAKE_US, 21, woken);
        broken(
                "p99 wake-to-run of group g: expected ≤ 19 us (test), was 20 us over 4 wakes",
                Limit.MAX_P99_WAKE_US,
                19,
                woken);
        nothing(Limit.MAX_P99_WAKE_US, 21, group(worker(1, S)));
        kept(Limit.MAX_WAKE_CV, 0.1, woken);
        broken(
                "variation of wake-to-run of group g: expected ≤ 0.1 (test), was 0.5 over 2 wakes",
                Limit.MAX_WAKE_CV,
                0.1,
                wakes(group(worker(1, S)), Histogram.of(5, 15)));
        nothing(Limit.MAX_WAKE_CV, 0.1, wakes(group(worker(1, S)), Histogram.of(5)));
    }

    @Test
    void migrations() {
        kept(
                Limit.MAX_MIGRATION_RATIO,
                0.5,
                group(new Change(worker(10, S)).migrations(5).get()));
        broken(
                "migrations per iteration of group g: expected ≤ 0.5 (test), was 0.6 over 10 iterations",
                Limit.MAX_MIGRATION_RATIO,
                0.5,
                group(new Change(worker(10, S)).migrations(6).get()));
        nothing(
                Limit.MAX_MIGRATION_RATIO,
                0.5,
                group(new Change(worker(0, S)).cpuNs(-1).get()));
    }

    @Test
    void pages() {
        WorkerStats worker =
                new Change(worker(1, S)).pages(Map.of(0, 90L, 1, 10L)).get();
        Observation bound = new Observation(group(worker).stats(), "g", Set.of(), Set.of(0), 0, true, true);
        Surroundings slow = around(20, Double.NaN, false, Set.of(1));
        kept(Limit.MIN_PAGE_LOCALITY, 0.9, bound);
        broken(
                "page locality of worker 0 of g (SpinWait): expected ≥ 0.95 (test), was 0.9",
                Limit.MIN_PAGE_LOCALITY,
                0.95,
                bound);
        nothing(Limit.MIN_PAGE_LOCALITY, 0.9, group(worker));
        kept(Limit.MAX_SLOW_TIER_RATIO, 0.1, slow, bound);
        broken(
                "pages on slow nodes of worker 0 of g (SpinWait): expected ≤ 0.05 (test), was 0.1",
                Limit.MAX_SLOW_TIER_RATIO,
                0.05,
                slow,
                bound);
        nothing(Limit.MAX_SLOW_TIER_RATIO, 0.1, bound); // a machine without slow nodes
        kept(Limit.MAX_CROSS_NODE_RATIO, 0.2, slow, bound);
        broken(
                "pages moved between nodes of group g: expected ≤ 0.1 (test), was 0.2 over 100 pages",
                Limit.MAX_CROSS_NODE_RATIO,
                0.1,
                slow,
                bound);
        nothing(Limit.MAX_CROSS_NODE_RATIO, 0.2, bound);
    }

    @Test
    void run_delay() {
        kept(
                Limit.MAX_RUN_DELAY_PCT,
                50,
                group(new Change(worker(1, S)).delay(S / 2).get()));
        broken(
                "run delay of worker 0 of g (SpinWait): expected ≤ 50 % (test), was 60 %",
                Limit.MAX_RUN_DELAY_PCT,
                50,
                group(new Change(worker(1, S)).delay(6 * S / 10).get()));
        nothing(
                Limit.MAX_RUN_DELAY_PCT,
                50,
                group(new Change(worker(1, S)).delay(-1).get()));
    }

    @Test
    void weighted_shares() {
        Observation heavy =
                new Observation(group(worker(1, 3 * S / 4)).stats(), "heavy", Set.of(), Set.of(), 300, true, true);
        Observation light =
                new Observation(group(worker(1, S / 4)).stats(), "light", Set.of(), Set.of(), 100, true, true);
        kept(Limit.MAX_WEIGHT_ERROR_PCT, 1, heavy, light);
        broken(
                "error of weighted share of cgroup heavy: expected ≤ 40 % (test), was 50 %: 75 % of the CPU time, due 50 %",
                Limit.MAX_WEIGHT_ERROR_PCT,
                40,
                heavy,
                new Observation(light.stats(), "light", Set.of(), Set.of(), 300, true, true));
        nothing(Limit.MAX_WEIGHT_ERROR_PCT, 1, heavy);
        // two groups of one cgroup share its weight
        nothing(Limit.MAX_WEIGHT_ERROR_PCT, 1, heavy, heavy);
    }

    @Test
    void idle_cpus() {
        Observation any = group(worker(1, S));
        kept(Limit.MAX_IDLE_PCT, 5, around(-1, 4, true, Set.of()), any);
        broken(
                "idle while there was work of the CPUs of all workers: expected ≤ 5 % (test), was 25 %",
                Limit.MAX_IDLE_PCT, 5, around(-1, 25, true, Set.of()), any);
        nothing(Limit.MAX_IDLE_PCT, 5, any);
    }

    @Test
    void detached_schedulers() {
        Observation any = group(worker(1, S));
        kept(Limit.CLEAN_DETACH, 1, ended(new Detached(true, "scheduler s: stopped")), any);
        broken(
                "scheduler s: died: signal 6 (test)",
                Limit.CLEAN_DETACH,
                1,
                ended(new Detached(true, "scheduler s: stopped"), new Detached(false, "scheduler s: died: signal 6")),
                any);
        nothing(Limit.CLEAN_DETACH, 1, any);
    }

    @Test
    void kernel_splats() {
        Observation any = group(worker(1, S));
        kept(Limit.NO_SPLAT, 1, logged(), any);
        broken(
                "the kernel logged \"WARNING: CPU: 1 PID: 7 at kernel/sched/ext.c:1\" (test)",
                Limit.NO_SPLAT,
                1,
                logged("WARNING: CPU: 1 PID: 7 at kernel/sched/ext.c:1"),
                any);
        nothing(Limit.NO_SPLAT, 1, any);
    }

    private static Surroundings around(long pagesMoved, double idlePct, boolean saturated, Set<Integer> slowNodes) {
        return new Surroundings(pagesMoved, idlePct, saturated, slowNodes, List.of(), Optional.empty());
    }

    private static Surroundings ended(Detached... ends) {
        return new Surroundings(-1, Double.NaN, false, Set.of(), List.of(ends), Optional.empty());
    }

    private static Surroundings logged(String... lines) {
        return new Surroundings(-1, Double.NaN, false, Set.of(), List.of(), Optional.of(List.of(lines)));
    }

    @Test
    void a_worker_that_is_gone_fails_whatever_the_limits_are() {
        AssertResult result = Evaluation.of(
                layers(Checks.NONE.without(Limit.NOT_STARVED)),
                List.of(group(new Change(worker(7, S)).how("signal 9").get())),
                Surroundings.UNKNOWN);

        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals(
                "worker 0 of g (SpinWait): signal 9 after 1 s, with 7 iterations",
                result.details().getFirst().message());
    }

    @Test
    void no_workers_at_all_is_inconclusive() {
        AssertResult result = Evaluation.of(layers(Checks.NONE), List.of(), Surroundings.UNKNOWN);

        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertEquals(
                "no workers ran, so there is nothing to check",
                result.details().getFirst().message());
    }

    @Test
    void a_limit_of_the_profile_without_data_does_not_apply() {
        AssertResult result = Evaluation.of(layers(Checks.NONE), List.of(group(worker(1, S))), Surroundings.UNKNOWN);

        assertTrue(result.passed(), result::toString);
    }

    @Test
    void many_findings_of_one_kind_are_counted() {
        AssertResult result = Evaluation.of(
                layers(Checks.of(Limit.MIN_WORK_RATE, 1000)),
                List.of(group(worker(1, S), worker(2, S), worker(3, S), worker(4, S), worker(5, S))),
                Surroundings.UNKNOWN);

        assertEquals(3, result.details().size());
        assertTrue(result.details().getFirst().message().endsWith("was 1 units/CPU-s"));
        assertEquals(List.of("work rate: 2 more like this"), result.notes());
    }

    private static void kept(Limit limit, double value, Observation... groups) {
        kept(limit, value, Surroundings.UNKNOWN, groups);
    }

    private static void kept(Limit limit, double value, Surroundings around, Observation... groups) {
        AssertResult result = evaluate(limit, value, around, groups);
        assertEquals(AssertResult.pass(), result);
    }

    private static void broken(String message, Limit limit, double value, Observation... groups) {
        broken(message, limit, value, Surroundings.UNKNOWN, groups);
    }

    private static void broken(String message, Limit limit, double value, Surroundings around, Observation... groups) {
        AssertResult result = evaluate(limit, value, around, groups);
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals(limit.kind(), result.details().getFirst().kind());
        assertEquals(message, result.details().getFirst().message());
    }

    private static void nothing(Limit limit, double value, Observation... groups) {
        AssertResult result = evaluate(limit, value, Surroundings.UNKNOWN, groups);
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        String message = result.details().getFirst().message();
        assertTrue(message.startsWith(limit.label() + ": expected"), message);
        assertTrue(message.matches(".*\\(test\\), nothing of it was measured in g(, g)*"), message);
    }

    @Test
    void a_simulated_clock_says_nothing_of_real_time() {
        Layers sim = Layers.of(Profile.SIM, Checks.NONE, Checks.of(Limit.MIN_ITERATION_RATE, 90), Checks.NONE);

        AssertResult result = Evaluation.of(sim, List.of(group(worker(100, S))), Surroundings.UNKNOWN);

        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertEquals(
                "iteration rate: expected ≥ 90 /s (test), needs real time; this clock counts instructions (profile sim)",
                result.details().getFirst().message());
    }

    private static AssertResult evaluate(Limit limit, double value, Surroundings around, Observation... groups) {
        SEEN.add(limit);
        Checks alone = Checks.NONE;
        for (Limit each : Limit.values()) if (each != limit) alone = alone.without(each);
        return Evaluation.of(layers(alone.with(limit, value)), List.of(groups), around);
    }

    private static Layers layers(Checks test) {
        return Layers.of(Profile.VM, Checks.NONE, test, Checks.NONE);
    }

    private static Observation group(WorkerStats... workers) {
        return Observation.of(new GroupStats(
                "g", "SpinWait", 2 * S, List.of(workers), Histogram.EMPTY, Histogram.EMPTY, Histogram.EMPTY));
    }

    private static Observation wakes(Observation group, Histogram wake) {
        GroupStats g = group.stats();
        return Observation.of(new GroupStats(g.group(), g.type(), g.atNs(), g.workers(), g.blocked(), wake, g.gap()));
    }

    private static WorkerStats worker(long units, long cpuNs) {
        Map<Integer, Long> active = cpuNs == 0 ? Map.of() : Map.of(0, cpuNs);
        return new WorkerStats(
                1, "stopped", S, 2 * S, units, units, cpuNs, cpuNs, 0, 1, 1, 1, 0, 0, 0, -1, active, Map.of());
    }

    /// A worker with some numbers changed.
    private static final class Change {
        private final List<Object> fields = new ArrayList<>();

        Change(WorkerStats w) {
            fields.addAll(List.of(
                    w.tid(),
                    w.how(),
                    w.beganNs(),
                    w.endedNs(),
                    w.iterations(),
                    w.units(),
                    w.cpuNs(),
                    w.runNs(),
                    w.delayNs(),
                    w.slices(),
                    w.voluntary(),
                    w.involuntary(),
                    w.migrations(),
                    w.gapNs(),
                    w.gapAtNs(),
                    w.gapCpu(),
                    w.activeNs(),
                    w.pages()));
        }

        Change how(String how) {
            return set(1, how);
        }

        Change began(long ns) {
            return set(2, ns);
        }

        Change cpuNs(long ns) {
            return set(6, ns);
        }

        Change delay(long ns) {
            return set(8, ns);
        }

        Change migrations(long count) {
            return set(12, count);
        }

        Change gap(long ns) {
            return set(13, ns).set(14, S + S / 2).set(15, 3);
        }

        Change pages(Map<Integer, Long> pages) {
            return set(17, pages);
        }

        private Change set(int field, Object value) {
            fields.set(field, value);
            return this;
        }

        @SuppressWarnings("unchecked") // put in above
        WorkerStats get() {
            return new WorkerStats(
                    (int) fields.get(0),
                    (String) fields.get(1),
                    (long) fields.get(2),
                    (long) fields.get(3),
                    (long) fields.get(4),
                    (long) fields.get(5),
                    (long) fields.get(6),
                    (long) fields.get(7),
                    (long) fields.get(8),
                    (long) fields.get(9),
                    (long) fields.get(10),
                    (long) fields.get(11),
                    (long) fields.get(12),
                    (long) fields.get(13),
                    (long) fields.get(14),
                    (int) fields.get(15),
                    (Map<Integer, Long>) fields.get(16),
                    (Map<Integer, Long>) fields.get(17));
        }
    }
}
