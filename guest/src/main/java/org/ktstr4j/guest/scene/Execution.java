// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.payload.PayloadException;
import org.ktstr4j.scenario.CgroupException;
import org.ktstr4j.scenario.ScenarioResult;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.scenario.check.Evaluation;
import org.ktstr4j.scenario.check.Layers;
import org.ktstr4j.scenario.check.Observation;
import org.ktstr4j.scenario.check.Profile;
import org.ktstr4j.scenario.check.Surroundings;
import org.ktstr4j.scenario.check.Surroundings.Detached;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.Phase;
import org.ktstr4j.scheduler.SchedulerException;
import org.ktstr4j.verdict.AssertResult;

/// One scenario from its first cgroup to its verdict.
final class Execution {
    private final Scenario scenario;
    private final Stage stage;
    private final Operations operations;
    private final WorkServer server;
    private final SceneLog log;
    private final Path agentCgroup;
    private final Profile profile;
    private final SchedulerDoor schedulers;
    private final KernelLines kernel;
    private final Checks ofScheduler;
    private final List<Held> held = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();
    private final Holding holding = new Holding();
    private AssertResult steps = AssertResult.none();

    Execution(
            Scenario scenario,
            Stage stage,
            Operations operations,
            WorkServer server,
            SceneLog log,
            Path agentCgroup,
            Profile profile,
            SchedulerDoor schedulers,
            KernelLines kernel) {
        this.scenario = scenario;
        this.stage = stage;
        this.operations = operations;
        this.server = server;
        this.log = log;
        this.agentCgroup = agentCgroup;
        this.profile = profile;
        this.schedulers = schedulers;
        this.kernel = kernel;
        this.ofScheduler = schedulers.checks();
    }

    ScenarioResult run() throws InterruptedException {
        Layers layers = Layers.of(profile, ofScheduler, scenario.checks(), Checks.NONE);
        logScenario(layers);
        kernel.trouble(); // what was before is not of this scenario
        int endedBefore = schedulers.ended().size();
        AssertResult trouble = AssertResult.none();
        try {
            trouble = attempt("backdrop", this::setUpBackdrop);
            for (int i = 0; i < scenario.steps().size() && !trouble.failed(); i++) {
                trouble = trouble.merge(step(i + 1, scenario.steps().get(i)));
            }
        } finally {
            trouble = trouble.merge(attempt("end", () -> steps = steps.merge(operations.end(stage.backdrop()))));
        }
        trouble = trouble.merge(attempt("read what was counted", this::read));
        List<Detached> ended = schedulers.ended();
        Surroundings around = holding.surroundings(
                Saturation.of(scenario, stage.topology()), ended.subList(endedBefore, ended.size()), kernel.trouble());
        AssertResult workers = Evaluation.of(layers, stage.ended(), around);
        AssertResult verdict = trouble.merge(workers)
                .merge(steps)
                .merge(operations.verdict())
                .withNote("limits: " + layers.describe());
        List<GroupStats> groups = stage.ended().stream().map(Observation::stats).toList();
        return new ScenarioResult(
                holding.with(Totals.add(verdict, groups, stage.slowestStopNs())),
                phases,
                groups,
                operations.captured());
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    // What could not be done is a finding; what was counted until then stays.
    private AssertResult attempt(String where, Work work) throws InterruptedException {
        try {
            work.run();
            return AssertResult.none();
        } catch (SceneException | CgroupException | PayloadException | SchedulerException e) {
            return AssertResult.fail(where + ": " + e.getMessage());
        }
    }

    private void setUpBackdrop() throws InterruptedException {
        mark(0, "", "begin", null);
        for (CgroupDef each : scenario.backdrop()) stage.define(each, stage.backdrop());
        for (Op each : scenario.backdropOps()) {
            operations.apply(each, stage.backdrop());
            mark(0, "", each.summary(), null);
        }
    }

    private AssertResult step(int number, Step step) throws InterruptedException {
        String where = "step " + number + (step.name().isEmpty() ? "" : " \"" + step.name() + "\"");
        Scope scope = stage.enter();
        mark(number, step.name(), "begin", null);
        AssertResult result = AssertResult.none();
        try {
            result = attempt(where, () -> {
                for (CgroupDef each : step.cgroups()) stage.define(each, scope);
                applyAll(number, step, scope);
                hold(number, step, scope);
            });
        } finally {
            result = result.merge(attempt(where, () -> steps = steps.merge(operations.end(scope))));
        }
        return result;
    }

    private void applyAll(int number, Step step, Scope scope) throws InterruptedException {
        for (Op each : step.ops()) {
            operations.apply(each, scope);
            mark(number, step.name(), each.summary(), null);
        }
    }

    private void hold(int number, Step step, Scope scope) throws InterruptedException {
        long lengthNs = step.hold().ns(scenario.duration().toNanos());
        Reports before = stage.baseline();
        Machine machine = Machine.atBegin(agentCgroup);
        mark(number, step.name(), "hold", before);
        stage.go();
        long beganNs = System.nanoTime();
        if (step.hold() instanceof Hold.Loop(var interval, var ignored)) {
            long endNs = beganNs + lengthNs;
            for (long nextNs = beganNs + interval.toNanos(); nextNs < endNs; nextNs += interval.toNanos()) {
                await(nextNs);
                applyAll(number, step, scope);
                stage.go();
            }
        }
        await(beganNs + lengthNs);
        long endedNs = System.nanoTime();
        holding.add(machine, Machine.atEnd(agentCgroup), endedNs - beganNs);
        Reports after = stage.sample();
        mark(number, step.name(), "end", after);
        held.add(new Held(number, step, beganNs, endedNs, before, after, stage.observers()));
    }

    private void await(long deadlineNs) throws InterruptedException {
        Optional<String> death = server.death(deadlineNs);
        // The report of its group, which comes with the end of its scope, says which worker and how.
        if (death.isPresent()) throw new SceneException("a worker ended while nobody had told it to");
    }

    // Only now, when no worker runs any more.
    private void read() {
        for (Held each : held) {
            List<Observation> observed = each.observed();
            phases.add(each.phase(observed));
            Checks ofStep = each.step().checks();
            if (ofStep.isNone()) continue;
            Layers layers = Layers.of(profile, ofScheduler, scenario.checks(), ofStep);
            steps = steps.merge(Evaluation.of(layers, observed, Surroundings.UNKNOWN)
                    .withNote("limits of step %d: %s".formatted(each.number(), layers.describe())));
        }
    }

    private void logScenario(Layers layers) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("scenario", scenario.toJson());
        json.put("plannedNs", scenario.plannedNs());
        json.put("profile", layers.profile().label());
        json.put("limits", layers.describe());
        log.scenario(Json.text(json).getBytes(StandardCharsets.UTF_8));
    }

    private void mark(int step, String name, String what, @Nullable Reports sample) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", (long) step);
        json.put("name", name);
        json.put("what", what);
        if (sample != null) json.put("iterations", sample.last());
        log.mark(Json.text(json).getBytes(StandardCharsets.UTF_8));
    }
}
