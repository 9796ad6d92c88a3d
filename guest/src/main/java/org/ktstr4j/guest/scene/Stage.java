// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.CgroupName;
import org.ktstr4j.scenario.Cgroup;
import org.ktstr4j.scenario.Cgroups;
import org.ktstr4j.scenario.check.Observation;
import org.ktstr4j.scenario.plan.Affinities;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.Knob;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.WorkerStats;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

/// The cgroups and workers that there are now, in the scopes of backdrop and step.
final class Stage {
    private final Scenario scenario;
    private final Topology topology;
    private final Cgroups root;
    private final WorkServer server;
    private final SceneLog log;
    private final long seed;
    private final Map<String, Random> draws = new HashMap<>();
    private final boolean varied;
    private final Scope backdrop;
    private Scope step;
    private final List<LiveGroup> waiting = new ArrayList<>();
    private int ids;
    private long slowestStopNs;
    private final List<Observation> ended = new ArrayList<>();

    /// @param seed of all that is drawn
    /// @param varied whether what authors leave open is drawn, too
    Stage(
            Scenario scenario,
            Topology topology,
            Cgroups root,
            WorkServer server,
            SceneLog log,
            long seed,
            boolean varied) {
        this.scenario = scenario;
        this.topology = topology;
        this.root = root;
        this.server = server;
        this.log = log;
        this.seed = seed;
        this.varied = varied;
        this.backdrop = new Scope();
        this.step = backdrop;
    }

    Scope backdrop() {
        return backdrop;
    }

    /// Opens the scope of a step; names are looked up in it first.
    Scope enter() {
        step = new Scope();
        return step;
    }

    /// {@return what is to be checked of the groups that have ended}
    List<Observation> ended() {
        return ended;
    }

    /// {@return the longest that a worker went on after it had been told to stop}
    long slowestStopNs() {
        return slowestStopNs;
    }

    Topology topology() {
        return topology;
    }

    Scenario scenario() {
        return scenario;
    }

    /// Makes a cgroup with all that belongs to it; its workers wait until [#go].
    void define(CgroupDef def, Scope scope) throws InterruptedException {
        if (backdrop.cgroups.containsKey(def.name()) || step.cgroups.containsKey(def.name())) {
            throw new SceneException("cgroup \"%s\": there is one of this name already".formatted(def.name()));
        }
        notePathAbove(def.name(), scope);
        Cgroup cgroup = root.create(def.name());
        Set<Integer> pool = poolAbove(def.name());
        Set<Integer> own = def.cpuset() == null ? null : def.cpuset().resolve(topology, scenario.reservedCpus());
        LiveCgroup live = new LiveCgroup(cgroup, scope, own == null ? pool : own, own, weight(def));
        scope.cgroups.put(def.name(), live);
        if (own != null) cgroup.cpuset(org.ktstr4j.topology.CpuList.format(own));
        if (!def.mems().isEmpty()) cgroup.write("cpuset.mems", def.mems());
        for (Knob each : def.knobs()) turn(cgroup, each);
        for (WorkGroup each : def.groups()) spawn(live, each, scope);
    }

    void turn(Cgroup cgroup, Knob knob) {
        if (!Files.exists(Path.of(cgroup.path(), knob.file()))) {
            throw new SceneException("cgroup \"%s\": %s needs the controller %s; it has \"%s\""
                    .formatted(cgroup.name(), knob.file(), knob.controller(), cgroup.read("cgroup.controllers")));
        }
        cgroup.write(knob.file(), knob.value());
    }

    private static double weight(CgroupDef def) {
        for (Knob each : def.knobs()) if (each instanceof Knob.CpuWeight(int weight)) return weight;
        return 0;
    }

    // Directories above it that are made along the way are ours to remove.
    private void notePathAbove(String name, Scope scope) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String above = name.substring(0, slash);
            if (!Files.exists(Path.of(root.parentPath(), above))) scope.above.add(root.create(above));
        }
    }

    private Set<Integer> poolAbove(String name) {
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            LiveCgroup above = lookUp(name.substring(0, slash));
            if (above != null) return above.pool();
        }
        return all();
    }

    Set<Integer> all() {
        Set<Integer> all = new TreeSet<>();
        for (int cpu = 0; cpu < topology.cpus(); cpu++) all.add(cpu);
        return all;
    }

    private @Nullable LiveCgroup lookUp(String name) {
        LiveCgroup mine = step.cgroups.get(name);
        return mine == null ? backdrop.cgroups.get(name) : mine;
    }

    /// {@return the cgroup of this name, the step's own first}
    LiveCgroup cgroup(String name) {
        LiveCgroup found = lookUp(CgroupName.clean(name));
        if (found != null) return found;
        Set<String> names = new TreeSet<>(backdrop.cgroups.keySet());
        names.addAll(step.cgroups.keySet());
        throw new SceneException("there is no cgroup \"%s\" at this time, there are %s".formatted(name, names));
    }

    /// Starts workers, up to the gate. They die with the scope.
    void spawn(@Nullable LiveCgroup home, WorkGroup group, Scope scope) throws InterruptedException {
        Set<Integer> pool = home == null ? all() : home.pool();
        int workers = group.workers(scenario.workers(), pool.size());
        String id = "g" + ++ids;
        String name = name(home);
        Random random = draws(name);
        List<Set<Integer>> affinities = cpus(group.affinity(), pool, workers, random);
        Words words = new Words("spawn " + id)
                .add("workers", workers)
                .add("seed", random.nextLong())
                .add(
                        "cgroup",
                        home == null
                                ? root.parentPath() + "/" + HOST
                                : home.cgroup().path())
                .group(
                        varied ? group.varied() : group,
                        each -> cgroup(each).cgroup().path())
                .cpus(affinities);
        if (home == null) makeHost(scope);
        String answer = server.ask(words.toString()).getLast();
        String where = home == null ? "beside the cgroups" : "in cgroup \"" + home.name() + "\"";
        if (!answer.startsWith("spawned ")) {
            throw new SceneException("start %d workers of %s %s: %s"
                    .formatted(workers, group.work().name(), where, refusal(answer)));
        }
        LiveGroup spawned = new LiveGroup(id, name, group, workers, home, affinities);
        scope.groups.add(spawned);
        waiting.add(spawned);
    }

    // A cgroup that holds processes cannot give controllers to others, so the parent itself is no place for them.
    private static final String HOST = "host";

    private void makeHost(Scope scope) {
        if (!Files.exists(Path.of(root.parentPath(), HOST))) scope.above.add(root.create(HOST));
    }

    private String name(@Nullable LiveCgroup home) {
        String name = home == null ? HOST : home.name();
        long same = groups().stream().filter(each -> each.home() == home).count();
        return same == 0 ? name : name + "#" + (same + 1);
    }

    // failed ID WORKER STAGE ERRNO text
    private static String refusal(String answer) {
        String[] words = answer.split(" ", 6);
        return words.length < 6 ? answer : "worker %s, %s: %s".formatted(words[2], words[3], words[5]);
    }

    /// Lets all workers begin that wait.
    void go() throws InterruptedException {
        Room room = new Room(groups(), all(), !backdrop.programs.isEmpty() || !step.programs.isEmpty());
        for (LiveGroup each : groups()) if (!room.enough(each)) each.crowd();
        if (waiting.isEmpty()) return;
        server.ask("go");
        waiting.clear();
    }

    List<LiveGroup> groups() {
        List<LiveGroup> all = new ArrayList<>(backdrop.groups);
        if (step != backdrop) all.addAll(step.groups);
        return all;
    }

    /// {@return what is asked of all groups at this time}
    Map<LiveGroup, Function<GroupStats, Observation>> observers() {
        Map<LiveGroup, Function<GroupStats, Observation>> observers = new LinkedHashMap<>();
        for (LiveGroup each : groups()) observers.put(each, each.observer(topology));
        return observers;
    }

    List<LiveGroup> groups(LiveCgroup home) {
        return groups().stream().filter(each -> each.home() == home).toList();
    }

    /// {@return what the groups that run have counted before those that wait begin}
    Reports baseline() throws InterruptedException {
        List<LiveGroup> running = new ArrayList<>(groups());
        running.removeAll(waiting);
        return ask("sample", running);
    }

    /// {@return what all groups have counted by now}
    Reports sample() throws InterruptedException {
        return ask("sample", groups());
    }

    private Reports ask(String what, List<LiveGroup> groups) throws InterruptedException {
        if (groups.isEmpty()) return Reports.NONE;
        StringBuilder line = new StringBuilder(what);
        for (LiveGroup each : groups) line.append(' ').append(each.id());
        return new Reports(server.ask(line.toString()), groups);
    }

    /// Stops these groups, all at once, and keeps what they counted.
    void stop(List<LiveGroup> groups) throws InterruptedException {
        if (groups.isEmpty()) return;
        Reports reports = ask("stop", groups);
        reports.json().forEach((group, json) -> keep(group, json, reports.last()));
        backdrop.groups.removeAll(groups);
        step.groups.removeAll(groups);
        waiting.removeAll(groups);
    }

    private void keep(LiveGroup group, String json, long toldNs) {
        GroupStats stats = group.named(GroupStats.fromJson(json));
        log.workers(json.replaceFirst("\"" + group.id() + "\"", quoted(stats.group()))
                .getBytes(StandardCharsets.UTF_8));
        ended.add(group.observer(topology).apply(stats));
        for (WorkerStats each : stats.workers()) slowestStopNs = Math.max(slowestStopNs, each.endedNs() - toldNs);
    }

    // Names of cgroups may have what means something in JSON.
    private static String quoted(String name) {
        return java.util.regex.Matcher.quoteReplacement(org.ktstr4j.json.Json.text(name));
    }

    // By name: what a group draws must not depend on what other groups there are, or a smaller scenario with the
    // same seed would be another one altogether.
    private Random draws(String group) {
        return draws.computeIfAbsent(group, name -> new Random(seed * 0x9e3779b97f4a7c15L + name.hashCode()));
    }

    // Who gets which CPU of a set is nobody's choice: the seed's.
    private List<Set<Integer>> cpus(Affinity affinity, Set<Integer> pool, int workers, Random random) {
        List<Set<Integer>> sets = Affinities.resolve(affinity, pool, topology, workers, random);
        if (!varied || sets.size() < 2) return sets;
        List<Set<Integer>> shuffled = new ArrayList<>(sets);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    void setAffinity(LiveCgroup home, Affinity affinity) throws InterruptedException {
        for (LiveGroup each : groups(home)) {
            List<Set<Integer>> sets = cpus(affinity, home.pool(), each.workers(), draws(each.name()));
            done(server.ask(new Words("affinity " + each.id()).cpus(sets).toString()), "change affinity", each);
            each.bind(sets);
        }
    }

    void move(LiveGroup group, LiveCgroup to) throws InterruptedException {
        String line = new Words("move " + group.id())
                .add("cgroup", to.cgroup().path())
                .toString();
        done(server.ask(line), "move to cgroup \"" + to.name() + "\"", group);
        if (to.owner() == backdrop && step.groups.remove(group)) backdrop.groups.add(group);
        group.moveTo(to);
    }

    private static void done(List<String> answer, String doing, LiveGroup group) {
        if (!answer.getLast().startsWith("done ")) {
            throw new SceneException("%s of %d workers of %s: %s"
                    .formatted(doing, group.workers(), group.group().work().name(), refusal(answer.getLast())));
        }
    }
}
