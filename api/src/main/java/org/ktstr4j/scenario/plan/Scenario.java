// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.check.Checks;
import org.ktstr4j.topology.Topology;

/// Everything that happens in a test body, as a value: what lives all the time, and steps one after the
/// other.
///
/// @param name as results show it
/// @param duration what holds are fractions of
/// @param workers how many a group has that does not say
/// @param reservedCpus how many of the last CPUs cpusets leave out
/// @param need what it needs of the machine
/// @param backdrop cgroups that live all the time
/// @param backdropOps operations before the first step, whose effects last all the time
/// @param steps one after the other, at least one
/// @param checks of the whole, over those of profile and scheduler
/// @param at where it was written
public record Scenario(
        String name,
        Duration duration,
        int workers,
        int reservedCpus,
        Need need,
        List<CgroupDef> backdrop,
        List<Op> backdropOps,
        List<Step> steps,
        Checks checks,
        Where at) {
    private static final Duration DURATION = Duration.ofSeconds(2);
    private static final int WORKERS = 2;

    /// With lists of its own.
    public Scenario {
        backdrop = List.copyOf(backdrop);
        backdropOps = List.copyOf(backdropOps);
        steps = List.copyOf(steps);
    }

    /// {@return a scenario of these steps: 2 s, 2 workers in a group that does not say}
    ///
    /// @param name as results show it
    /// @param steps one after the other
    public static Scenario of(String name, Step... steps) {
        return new Scenario(
                name, DURATION, WORKERS, 0, Need.NONE, List.of(), List.of(), List.of(steps), Checks.NONE, Where.here());
    }

    /// {@return a scenario with these cgroups, which live for its whole duration}
    ///
    /// @param name as results show it
    /// @param cgroups with their workers
    public static Scenario steady(String name, CgroupDef... cgroups) {
        return of(name, Step.cgroups(Hold.full(), cgroups));
    }

    /// {@return a copy of another duration}
    ///
    /// @param other what holds are fractions of
    public Scenario withDuration(Duration other) {
        return new Scenario(name, other, workers, reservedCpus, need, backdrop, backdropOps, steps, checks, at);
    }

    /// {@return a copy with another number of workers in groups that do not say}
    ///
    /// @param other 1 and up
    public Scenario withWorkers(int other) {
        return new Scenario(name, duration, other, reservedCpus, need, backdrop, backdropOps, steps, checks, at);
    }

    /// {@return a copy whose cpusets leave out so many of the last CPUs}
    ///
    /// @param other 0 and up
    public Scenario withReservedCpus(int other) {
        return new Scenario(name, duration, workers, other, need, backdrop, backdropOps, steps, checks, at);
    }

    /// {@return a copy that needs another machine}
    ///
    /// @param other what it needs
    public Scenario withNeed(Need other) {
        return new Scenario(name, duration, workers, reservedCpus, other, backdrop, backdropOps, steps, checks, at);
    }

    /// {@return a copy with these cgroups all the time}
    ///
    /// @param others with their workers
    public Scenario withBackdrop(CgroupDef... others) {
        return new Scenario(
                name, duration, workers, reservedCpus, need, List.of(others), backdropOps, steps, checks, at);
    }

    /// {@return a copy with these operations before the first step}
    ///
    /// @param others in order
    public Scenario withBackdropOps(Op... others) {
        return new Scenario(name, duration, workers, reservedCpus, need, backdrop, List.of(others), steps, checks, at);
    }

    /// {@return a copy with other steps}
    ///
    /// @param others one after the other
    public Scenario withSteps(List<Step> others) {
        return new Scenario(name, duration, workers, reservedCpus, need, backdrop, backdropOps, others, checks, at);
    }

    /// {@return a copy with more steps at its end}
    ///
    /// @param more one after the other
    public Scenario then(Step... more) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(Arrays.asList(more));
        return withSteps(all);
    }

    /// {@return a copy with these checks over its own}
    ///
    /// @param more what they say wins
    public Scenario withChecks(Checks more) {
        return new Scenario(
                name, duration, workers, reservedCpus, need, backdrop, backdropOps, steps, checks.over(more), at);
    }

    /// {@return how long all holds are together, in ns}
    public long plannedNs() {
        return steps.stream()
                .mapToLong(each -> each.hold().ns(duration.toNanos()))
                .sum();
    }

    /// {@return the names of the schedulers that its operations start}
    public Set<String> schedulers() {
        return Stream.concat(backdropOps.stream(), steps.stream().flatMap(each -> each.ops().stream()))
                .filter(Op.Scheduler.class::isInstance)
                .map(each -> ((Op.Scheduler) each).scheduler())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// {@return what is wrong with it on such a machine, one sentence each, with the author's line; empty
    /// if nothing is}
    ///
    /// @param topology the machine
    public List<String> problems(Topology topology) {
        return new Problems(this, topology).all();
    }

    /// {@return it as JSON}
    public String toJson() {
        return Values.toJson(this);
    }

    /// {@return the scenario in this JSON}
    ///
    /// @param text what [#toJson] made
    /// @throws IllegalArgumentException if it is none, or has payloads, which are known by name only
    public static Scenario fromJson(String text) {
        return fromJson(text, _ -> null);
    }

    /// {@return the scenario in this JSON}
    ///
    /// @param text what [#toJson] made
    /// @param payloads knows them by their name, or gives null
    /// @throws IllegalArgumentException if it is none, or has another payload
    public static Scenario fromJson(String text, Function<String, @Nullable Payload> payloads) {
        return Values.fromJson(text, payloads);
    }

    /// {@return the payloads that it runs, by their name}
    public Map<String, Payload> payloads() {
        Map<String, Payload> payloads = new LinkedHashMap<>();
        Stream.concat(backdropOps.stream(), steps.stream().flatMap(step -> step.ops().stream()))
                .forEach(op -> {
                    if (op instanceof Op.Run run) payloads.put(run.payload().name(), run.payload());
                });
        return payloads;
    }

    /// {@return it as a Java expression that makes an equal one}
    public String toJava() {
        return Values.toJava(this);
    }
}
