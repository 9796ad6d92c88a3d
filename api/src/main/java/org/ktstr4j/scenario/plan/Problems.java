// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ktstr4j.payload.PayloadKind;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.Work;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.CpuList;
import org.ktstr4j.topology.Topology;

/// What is wrong with a scenario, found by going through it as the guest would, without doing anything.
final class Problems {
    private static final String HOST = "host";

    private final Scenario scenario;
    private final Topology topology;
    private final List<String> found = new ArrayList<>();
    private final Map<String, Set<Integer>> backdrop = new HashMap<>();
    private final Map<String, Set<Integer>> local = new HashMap<>();
    private final Set<String> running = new HashSet<>();

    Problems(Scenario scenario, Topology topology) {
        this.scenario = scenario;
        this.topology = topology;
    }

    List<String> all() {
        String whole = "scenario \"%s\"".formatted(scenario.name());
        if (scenario.steps().isEmpty()) say(whole, "no steps; give it one", scenario.at());
        if (scenario.duration().isZero() || scenario.duration().isNegative()) {
            say(
                    whole,
                    "duration of %d ns: use a time above 0"
                            .formatted(scenario.duration().toNanos()),
                    scenario.at());
        }
        if (scenario.workers() < 1) {
            say(whole, "%d workers by default: use 1 or more".formatted(scenario.workers()), scenario.at());
        }
        if (scenario.reservedCpus() < 0 || scenario.reservedCpus() >= topology.cpus()) {
            say(
                    whole,
                    "%d of %d CPUs reserved: leave at least one".formatted(scenario.reservedCpus(), topology.cpus()),
                    scenario.at());
            return found;
        }
        for (CgroupDef each : scenario.backdrop()) define(whole + " backdrop", each, backdrop);
        for (Op each : scenario.backdropOps()) op(whole + " backdrop", each, scenario.at(), backdrop);
        for (int i = 0; i < scenario.steps().size(); i++) step(whole, i);
        return found;
    }

    private void step(String whole, int index) {
        Step step = scenario.steps().get(index);
        String at = "%s step %d%s".formatted(whole, index + 1, step.name().isEmpty() ? "" : " \"" + step.name() + "\"");
        local.clear();
        step.hold().problem().ifPresent(problem -> say(at, problem, step.at()));
        for (CgroupDef each : step.cgroups()) define(at, each, local);
        for (Op each : step.ops()) op(at, each, step.at(), local);
    }

    private void define(String at, CgroupDef cgroup, Map<String, Set<Integer>> into) {
        String where = "%s cgroup \"%s\"".formatted(at, cgroup.name());
        if (backdrop.containsKey(cgroup.name()) || local.containsKey(cgroup.name())) {
            say(where, "there is one of this name already; choose another", cgroup.at());
        }
        if (cgroup.name().equals(HOST))
            say(where, "the name is that of workers without a cgroup; choose another", cgroup.at());
        Set<Integer> cpus = cpus(cgroup);
        if (cgroup.cpuset() != null) cpus = resolve(where, cgroup.cpuset(), cgroup.at(), cpus);
        if (!cgroup.mems().isEmpty()) mems(where, cgroup);
        into.put(cgroup.name(), cpus);
        for (Knob each : cgroup.knobs()) each.problem().ifPresent(problem -> say(where, problem, cgroup.at()));
        for (WorkGroup each : cgroup.groups()) group(where, each, cpus, cgroup.at());
    }

    // Those of the nearest cgroup above that has some of its own.
    private Set<Integer> cpus(CgroupDef cgroup) {
        String name = cgroup.name();
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            Set<Integer> above = lookUp(name.substring(0, slash));
            if (above != null) return above;
        }
        return new TreeSet<>(topology.cpusOfNode(0).isEmpty() ? List.of() : all(topology));
    }

    private static List<Integer> all(Topology topology) {
        List<Integer> all = new ArrayList<>();
        for (int cpu = 0; cpu < topology.cpus(); cpu++) all.add(cpu);
        return all;
    }

    private Set<Integer> resolve(String where, CpusetSpec spec, Where line, Set<Integer> otherwise) {
        try {
            return spec.resolve(topology, scenario.reservedCpus());
        } catch (IllegalArgumentException e) {
            say(where, String.valueOf(e.getMessage()), line);
            return otherwise;
        }
    }

    private void mems(String where, CgroupDef cgroup) {
        try {
            for (int node : CpuList.parse(cgroup.mems())) {
                if (node >= topology.nodes()) {
                    say(
                            where,
                            "cpuset.mems %s: the machine has nodes 0 to %d"
                                    .formatted(cgroup.mems(), topology.nodes() - 1),
                            cgroup.at());
                    return;
                }
            }
        } catch (IllegalArgumentException e) {
            say(where, "cpuset.mems: " + e.getMessage(), cgroup.at());
        }
    }

    private void group(String where, WorkGroup group, Set<Integer> cpus, Where line) {
        int workers = group.workers(scenario.workers(), cpus.size());
        group.problem(workers, topology.nodes()).ifPresent(problem -> say(where, problem, line));
        affinity(group.affinity(), cpus).ifPresent(problem -> say(where, problem, line));
        target(group.work()).ifPresent(name -> {
            if (lookUp(name) == null) say(where, unknown(name) + "; define it before", line);
        });
    }

    private static Optional<String> target(Work work) {
        return switch (work) {
            case Churn.CgroupChurn churn -> Optional.of(churn.to());
            case Churn.CgroupAttachStorm storm -> Optional.of(storm.to());
            default -> Optional.empty();
        };
    }

    private Optional<String> affinity(Affinity affinity, Set<Integer> cpus) {
        try {
            Affinities.pool(affinity, cpus, topology);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void op(String at, Op op, Where line, Map<String, Set<Integer>> into) {
        String where = at + " " + op.name();
        switch (op) {
            case Op.Add(CgroupDef cgroup) -> define(where, cgroup, into);
            case Op.Remove(String cgroup) -> {
                known(where, cgroup, line);
                local.remove(cgroup);
                backdrop.remove(cgroup);
            }
            case Op.Stop(String cgroup) -> known(where, cgroup, line);
            case Op.SetCpuset(String cgroup, CpusetSpec cpus) -> {
                if (known(where, cgroup, line)) put(cgroup, resolve(where, cpus, line, Set.of()));
            }
            case Op.ClearCpuset(String cgroup) -> known(where, cgroup, line);
            case Op.SwapCpusets(String one, String other) -> {
                known(where, one, line);
                known(where, other, line);
            }
            case Op.SetKnob(String cgroup, Knob knob) -> {
                known(where, cgroup, line);
                knob.problem().ifPresent(problem -> say(where, problem, line));
            }
            case Op.Spawn(String cgroup, WorkGroup group) -> {
                if (cgroup.isEmpty()) group(where, group, new TreeSet<>(all(topology)), line);
                else if (known(where, cgroup, line)) group(where, group, cpusOf(cgroup), line);
            }
            case Op.SetAffinity(String cgroup, Affinity affinity) -> {
                if (affinity instanceof Affinity.Inherit) say(where, "says nothing; use AllCpus to widen it", line);
                else if (known(where, cgroup, line)) {
                    affinity(affinity, cpusOf(cgroup)).ifPresent(problem -> say(where, problem, line));
                }
            }
            case Op.MoveAll(String from, String to) -> {
                known(where, from, line);
                known(where, to, line);
                if (from.equals(to)) say(where, "from \"%s\" to itself; name another".formatted(from), line);
            }
            case Op.Freeze(String cgroup) -> known(where, cgroup, line);
            case Op.Unfreeze(String cgroup) -> known(where, cgroup, line);
            case Op.Run run -> run(where, run, line);
            case Op.Wait(String payload, var limit) -> {
                running(where, payload, line);
                if (limit.isNegative() || limit.isZero()) {
                    say(where, "limit of %d ns: use a time above 0".formatted(limit.toNanos()), line);
                }
            }
            case Op.Kill(String payload) -> running(where, payload, line);
            case Op.Capture(String ignored, String cgroup) -> known(where, cgroup, line);
            case Op.Scheduler scheduler -> {
                if (scheduler.action() == Op.Action.REPLACE
                        && scheduler.scheduler().isEmpty()) {
                    say(where, "no scheduler to put in its place; name one", line);
                }
            }
        }
    }

    private void run(String where, Op.Run run, Where line) {
        if (!run.cgroup().isEmpty()) known(where, run.cgroup(), line);
        if (run.payload().kind() instanceof PayloadKind.Scheduler) {
            say(
                    where,
                    "\"%s\" is a scheduler; use Op.Scheduler"
                            .formatted(run.payload().name()),
                    line);
        }
        if (!running.add(run.payload().name())) {
            say(
                    where,
                    "\"%s\" runs already; wait for it first"
                            .formatted(run.payload().name()),
                    line);
        }
    }

    private void running(String where, String payload, Where line) {
        if (!running.remove(payload)) {
            say(where, "no \"%s\" was started before; it has %s".formatted(payload, new TreeSet<>(running)), line);
        }
    }

    private boolean known(String where, String name, Where line) {
        if (lookUp(name) != null) return true;
        say(where, unknown(name), line);
        return false;
    }

    private String unknown(String name) {
        Set<String> names = new TreeSet<>(backdrop.keySet());
        names.addAll(local.keySet());
        return "there is no cgroup \"%s\" at this time, there are %s".formatted(name, names);
    }

    private @org.jspecify.annotations.Nullable Set<Integer> lookUp(String name) {
        Set<Integer> mine = local.get(name);
        return mine == null ? backdrop.get(name) : mine;
    }

    private Set<Integer> cpusOf(String name) {
        Set<Integer> cpus = lookUp(name);
        return cpus == null ? Set.of() : cpus;
    }

    private void put(String name, Set<Integer> cpus) {
        (local.containsKey(name) ? local : backdrop).put(name, cpus);
    }

    private void say(String where, String problem, Where line) {
        found.add(where + ": " + problem + line.suffix());
    }
}
