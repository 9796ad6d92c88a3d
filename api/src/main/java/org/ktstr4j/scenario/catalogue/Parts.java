// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ktstr4j.scenario.check.Limit;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.Count;
import org.ktstr4j.scenario.work.Io;
import org.ktstr4j.scenario.work.Wakes;
import org.ktstr4j.scenario.work.Work;
import org.ktstr4j.scenario.work.WorkGroup;

/// What canned scenarios are made of.
final class Parts {
    private Parts() {}

    static Canned canned(String summary, Scenario scenario) {
        return new Canned(scenario.name(), summary, topology -> scenario);
    }

    /// {@return a scenario in which workers must share CPUs, with a limit that can fail nevertheless:
    /// nobody gets less than a quarter of what is due when so many want to run}
    ///
    /// @param workers how many there are at most
    static Canned crowded(String summary, int workers, Scenario scenario) {
        return new Canned(scenario.name(), summary, topology -> {
            double duePct = 100.0 * Math.min(1, (double) topology.cpus() / workers);
            return scenario.withChecks(scenario.checks().with(Limit.MAX_RUN_DELAY_PCT, 100 - duePct / 4));
        });
    }

    /// {@return workers that only compute, as many as the scenario gives by default}
    ///
    /// Not with `pause`, of which hypervisors and emulators conclude that the CPU has nothing to do now.
    static WorkGroup spin() {
        return WorkGroup.of(new Compute.AluHot());
    }

    static WorkGroup spin(int workers) {
        return spin().withWorkers(workers);
    }

    static WorkGroup spinPerCpu(int pct) {
        return spin().withCount(new Count.PerCpus(pct));
    }

    static WorkGroup mixed(int workers) {
        return WorkGroup.of(workers, new Compute.Mixed());
    }

    static WorkGroup yields(int workers) {
        return WorkGroup.of(workers, new Compute.YieldHeavy());
    }

    static WorkGroup io(int workers) {
        return WorkGroup.of(workers, new Io.IoSyncWrite("/tmp", 16));
    }

    static WorkGroup bursty(int workers, long burstMs, long sleepMs) {
        return WorkGroup.of(workers, new Wakes.Bursty(Duration.ofMillis(burstMs), Duration.ofMillis(sleepMs)));
    }

    static WorkGroup does(int workers, Work work) {
        return WorkGroup.of(workers, work);
    }

    static CpusetSpec half(int part) {
        return new CpusetSpec.Disjoint(part, 2);
    }

    static CpusetSpec third(int part) {
        return new CpusetSpec.Disjoint(part, 3);
    }

    static CpusetSpec overlap(int part, int of) {
        return new CpusetSpec.Overlap(part, of, 0.5);
    }

    /// {@return two cgroups `a` and `b` with these workers each}
    static CgroupDef[] pair(WorkGroup... groups) {
        CgroupDef[] pair = {CgroupDef.of("a", groups), CgroupDef.of("b", groups)};
        // Where it is about cgroups and not about what is in them, a run may choose the work.
        boolean any = Arrays.stream(groups).allMatch(each -> each.equals(spin()));
        return any ? new CgroupDef[] {pair[0].asSwappable(), pair[1].asSwappable()} : pair;
    }

    /// {@return the same on halves of the CPUs}
    static CgroupDef[] halves(WorkGroup... groups) {
        return on(pair(groups), half(0), half(1));
    }

    static CgroupDef[] on(CgroupDef[] cgroups, CpusetSpec... specs) {
        CgroupDef[] placed = new CgroupDef[cgroups.length];
        for (int i = 0; i < placed.length; i++) placed[i] = cgroups[i].withCpuset(specs[i]);
        return placed;
    }

    /// {@return a move to one cgroup after the other, ending where it began or not}
    static List<Op> tour(String... names) {
        List<Op> moves = new ArrayList<>();
        for (int i = 0; i + 1 < names.length; i++) moves.add(new Op.MoveAll(names[i], names[i + 1]));
        return moves;
    }
}
