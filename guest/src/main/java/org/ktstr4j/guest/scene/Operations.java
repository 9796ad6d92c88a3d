// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.topology.CpuList;
import org.ktstr4j.verdict.AssertResult;

/// Does what the operations of a scenario say.
final class Operations {
    private static final long LOOK_EVERY_MS = 5;

    private final Stage stage;
    private final Function<Payload, PayloadRun> payloads;
    private final SchedulerDoor schedulers;
    private final Map<String, List<Integer>> captured = new HashMap<>();
    private AssertResult verdict = AssertResult.none();

    Operations(Stage stage, Function<Payload, PayloadRun> payloads, SchedulerDoor schedulers) {
        this.stage = stage;
        this.payloads = payloads;
        this.schedulers = schedulers;
    }

    Map<String, List<Integer>> captured() {
        return captured;
    }

    /// {@return the verdicts of programs that count}
    AssertResult verdict() {
        return verdict;
    }

    void apply(Op op, Scope scope) throws InterruptedException {
        switch (op) {
            case Op.Add(var cgroup) -> stage.define(cgroup, scope);
            case Op.Remove(String name) -> remove(stage.cgroup(name));
            case Op.Stop(String name) -> stop(stage.cgroup(name));
            case Op.SetCpuset(String name, var spec) ->
                allow(
                        stage.cgroup(name),
                        spec.resolve(stage.topology(), stage.scenario().reservedCpus()));
            case Op.ClearCpuset(String name) -> clear(stage.cgroup(name));
            case Op.SwapCpusets(String one, String other) -> swap(stage.cgroup(one), stage.cgroup(other));
            case Op.SetKnob(String name, var knob) ->
                stage.turn(stage.cgroup(name).cgroup(), knob);
            case Op.Spawn(String name, var group) ->
                stage.spawn(name.isEmpty() ? null : stage.cgroup(name), group, scope);
            case Op.SetAffinity(String name, var affinity) -> stage.setAffinity(stage.cgroup(name), affinity);
            case Op.MoveAll(String from, String to) -> move(stage.cgroup(from), stage.cgroup(to));
            case Op.Freeze(String name) -> stage.cgroup(name).freeze(true);
            case Op.Unfreeze(String name) -> stage.cgroup(name).freeze(false);
            case Op.Run run -> run(run, scope);
            case Op.Wait(String payload, Duration limit) -> await(payload, limit, scope);
            case Op.Kill(String payload) -> finish(running(payload, scope), true);
            case Op.Capture(String tag, String name) -> capture(tag, stage.cgroup(name));
            case Op.Scheduler scheduler -> schedulers.apply(scheduler);
        }
    }

    private void remove(LiveCgroup cgroup) throws InterruptedException {
        stop(cgroup);
        cgroup.cgroup().remove();
        cgroup.owner().cgroups.remove(cgroup.name());
    }

    private void stop(LiveCgroup cgroup) throws InterruptedException {
        if (cgroup.frozen()) cgroup.freeze(false);
        stage.stop(stage.groups().stream()
                .filter(each -> each.home() == cgroup
                        || (each.home() != null && each.home().name().startsWith(cgroup.name() + "/")))
                .toList());
    }

    private void allow(LiveCgroup cgroup, Set<Integer> cpus) {
        cgroup.cgroup().cpuset(CpuList.format(cpus));
        cgroup.allow(cpus, true);
        stage.groups(cgroup).forEach(LiveGroup::unsettle);
    }

    private void clear(LiveCgroup cgroup) {
        cgroup.cgroup().cpuset("");
        cgroup.allow(stage.all(), false);
        stage.groups(cgroup).forEach(LiveGroup::unsettle);
    }

    private void swap(LiveCgroup one, LiveCgroup other) {
        Set<Integer> first = one.cpuset();
        Set<Integer> second = other.cpuset();
        if (first == null || second == null) {
            throw new SceneException("swap the cpusets of \"%s\" and \"%s\": \"%s\" has none; set it first"
                    .formatted(one.name(), other.name(), (first == null ? one : other).name()));
        }
        allow(one, second);
        allow(other, first);
    }

    private void move(LiveCgroup from, LiveCgroup to) throws InterruptedException {
        if (from.owner() == stage.backdrop() && to.owner() != stage.backdrop()) {
            throw new SceneException(
                    "move all from \"%s\" to \"%s\": the one lives longer than the other; define \"%s\" in the backdrop"
                            .formatted(from.name(), to.name(), to.name()));
        }
        for (LiveGroup each : stage.groups(from)) stage.move(each, to);
    }

    private void run(Op.Run run, Scope scope) {
        PayloadRun prepared = payloads.apply(run.payload()).args(run.args());
        if (!run.cgroup().isEmpty())
            prepared = prepared.inCgroup(stage.cgroup(run.cgroup()).name());
        scope.programs.put(run.payload().name(), new Scope.Running(prepared.spawn(), run.counts()));
    }

    private Scope.Running running(String payload, Scope scope) {
        Scope.Running mine = scope.programs.remove(payload);
        Scope.Running found = mine == null ? stage.backdrop().programs.remove(payload) : mine;
        if (found != null) return found;
        throw new SceneException(
                "there is no program \"%s\" that runs, there are %s".formatted(payload, scope.programs.keySet()));
    }

    private void await(String payload, Duration limit, Scope scope) throws InterruptedException {
        Scope.Running running = running(payload, scope);
        long deadlineNs = System.nanoTime() + limit.toNanos();
        Optional<PayloadResult> result = running.handle().tryWait();
        while (result.isEmpty() && System.nanoTime() < deadlineNs) {
            Thread.sleep(LOOK_EVERY_MS);
            result = running.handle().tryWait();
        }
        if (result.isEmpty()) {
            running.handle().kill();
            throw new SceneException("wait for \"%s\": it still runs after %d ms; give it a longer limit"
                    .formatted(payload, limit.toMillis()));
        }
        count(running, result.get());
    }

    private void finish(Scope.Running running, boolean asked) {
        PayloadResult result = running.handle().kill();
        if (asked) count(running, result);
    }

    // A program that was killed has no exit code to be judged by; the checks say what they make of it.
    private void count(Scope.Running running, PayloadResult result) {
        if (running.counts()) verdict = verdict.merge(result.verdict());
    }

    private void capture(String tag, LiveCgroup cgroup) {
        List<Integer> pids = new ArrayList<>();
        for (String each : cgroup.cgroup().read("cgroup.procs").split("\n")) {
            if (!each.isEmpty()) pids.add(Integer.parseInt(each));
        }
        captured.put(tag, pids);
    }

    /// Ends a scope: thaws, stops all its workers at once, kills its programs, removes its cgroups, the
    /// last first.
    ///
    /// @return what could not be done, which fails the scenario
    AssertResult end(Scope scope) throws InterruptedException {
        AssertResult result = AssertResult.none();
        for (LiveCgroup each : scope.cgroups.values()) if (each.frozen()) each.freeze(false);
        stage.stop(List.copyOf(scope.groups));
        for (Scope.Running each : scope.programs.values()) finish(each, false);
        scope.programs.clear();
        List<org.ktstr4j.scenario.Cgroup> made = new ArrayList<>(scope.above);
        scope.cgroups.values().forEach(each -> made.add(each.cgroup()));
        for (org.ktstr4j.scenario.Cgroup each : made.reversed()) {
            try {
                each.remove();
            } catch (org.ktstr4j.scenario.CgroupException e) {
                result = result.merge(AssertResult.fail(String.valueOf(e.getMessage())));
            }
        }
        scope.cgroups.clear();
        scope.above.clear();
        return result;
    }
}
