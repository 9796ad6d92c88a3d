// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.shrink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;

/// All that is one step smaller than a test: half of the machine, a part of the scenario left out, a number halved.
///
/// A scenario is reduced as a JSON tree, so that every kind of part is met without being named here; what makes no
/// sense afterwards, such as an operation on a cgroup that is gone, is not among the results.
public final class Reductions {
    /// Numbers that say how much there is. Others, such as turns of a loop, are not smaller when they are less.
    private static final Set<String> AMOUNTS = Set.of("duration", "time", "workers");

    /// What a worker is set apart by; without it, it is a simpler one.
    private static final Map<String, String> PLAIN = Map.of(
            "affinity",
            "{\"is\":\"Affinity.Inherit\"}",
            "policy",
            "{\"is\":\"Policy.Inherit\"}",
            "cpuset",
            "null",
            "nice",
            "null",
            "uid",
            "null",
            "gid",
            "null");

    private static final long LEAST_NS = 50_000_000;

    /// Stands for null, which a list of results does not take.
    private static final Object NOTHING = new Object();

    private Reductions() {}

    /// {@return what is smaller by one step, the largest steps first}
    ///
    /// @param size the test
    public static List<Size> of(Size size) {
        List<Size> smaller = new ArrayList<>();
        for (Topology topology : machines(size.topology())) smaller.add(new Size(topology, size.scenario()));
        Scenario scenario = size.scenario();
        if (scenario != null) {
            Map<String, Payload> payloads = scenario.payloads();
            for (Object tree :
                    scenarios(Json.read("scenario", scenario.toJson()).tree()))
                reduced(Json.text(tree), payloads).ifPresent(it -> smaller.add(new Size(size.topology(), it)));
        }
        return smaller.stream().filter(Size::possible).toList();
    }

    private static Optional<Scenario> reduced(String json, Map<String, Payload> payloads) {
        try {
            return Optional.of(Scenario.fromJson(json, payloads::get));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a record refuses to be built so
        }
    }

    private static Set<Topology> machines(Topology t) {
        Set<Topology> machines = new LinkedHashSet<>();
        if (t.nodes() > 1) {
            int nodes = t.nodes() / 2;
            machines.add(new Topology(nodes, t.llcsPerNode() * nodes, t.coresPerLlc(), t.threadsPerCore()));
        }
        if (t.llcsPerNode() > 1) {
            int llcs = t.nodes() * (t.llcsPerNode() / 2);
            machines.add(new Topology(t.nodes(), llcs, t.coresPerLlc(), t.threadsPerCore()));
        }
        if (t.coresPerLlc() > 1) {
            machines.add(new Topology(t.nodes(), t.llcs(), t.coresPerLlc() / 2, t.threadsPerCore()));
            machines.add(new Topology(t.nodes(), t.llcs(), t.coresPerLlc() - 1, t.threadsPerCore()));
        }
        if (t.threadsPerCore() > 1) machines.add(new Topology(t.nodes(), t.llcs(), t.coresPerLlc(), 1));
        return machines;
    }

    // Breadth first: to be rid of a step is worth more than to be rid of an operation in it.
    private static List<Object> scenarios(@Nullable Object tree) {
        List<Object> whole = new ArrayList<>();
        List<Object> finer = new ArrayList<>();
        variants(tree, whole, finer);
        whole.addAll(finer);
        return whole;
    }

    private static void variants(@Nullable Object tree, List<Object> whole, List<Object> finer) {
        if (tree instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) whole.add(without(list, i));
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                for (Object each : scenarios(list.get(i))) finer.add(with(list, at, each));
            }
        } else if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String name = String.valueOf(key);
                List<Object> itsWhole = new ArrayList<>();
                List<Object> itsFiner = new ArrayList<>();
                if (AMOUNTS.contains(name) && value instanceof Number number) fewer(name, number, itsFiner);
                else if (PLAIN.containsKey(name) && value != null) plain(name, value, itsFiner);
                else variants(value, itsWhole, itsFiner);
                for (Object each : itsWhole) whole.add(with(map, name, each));
                for (Object each : itsFiner) finer.add(with(map, name, each));
            });
        }
    }

    private static void fewer(String name, Number number, List<Object> into) {
        long value = number.longValue();
        boolean time = !name.equals("workers");
        if (value / 2 >= (time ? LEAST_NS : 1)) into.add(value / 2);
        if (!time && value > 2) into.add(value - 1);
    }

    private static void plain(String name, Object value, List<Object> into) {
        Object plain =
                Json.read(name, "{\"it\":" + PLAIN.get(name) + "}").get("it").tree();
        if (!value.equals(plain)) into.add(plain == null ? NOTHING : plain);
    }

    private static List<@Nullable Object> without(List<?> list, int at) {
        List<@Nullable Object> shorter = new ArrayList<>(list);
        shorter.remove(at);
        return shorter;
    }

    private static List<@Nullable Object> with(List<?> list, int at, Object other) {
        List<@Nullable Object> changed = new ArrayList<>(list);
        changed.set(at, other);
        return changed;
    }

    private static Map<String, @Nullable Object> with(Map<?, ?> map, String name, Object other) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        map.forEach((key, value) -> changed.put(String.valueOf(key), value));
        changed.put(name, other.equals(NOTHING) ? null : other);
        return changed;
    }
}
