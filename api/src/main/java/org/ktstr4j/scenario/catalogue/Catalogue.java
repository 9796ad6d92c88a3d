// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;

/// All canned scenarios, by family.
public final class Catalogue {
    private Catalogue() {}

    /// {@return all of them, by family, in the order of the families}
    public static List<Canned> all() {
        List<Canned> all = new ArrayList<>();
        all.addAll(steady());
        all.addAll(cpusets());
        all.addAll(members());
        all.addAll(loads());
        all.addAll(nested());
        all.addAll(workloads());
        return all;
    }

    /// {@return those in which nothing changes: policies, affinities, cpusets, oversubscription}
    public static List<Canned> steady() {
        return Steady.ALL;
    }

    /// {@return those that change cpusets}
    public static List<Canned> cpusets() {
        return Cpusets.ALL;
    }

    /// {@return those in which cgroups and workers come, go and move}
    public static List<Canned> members() {
        return Members.ALL;
    }

    /// {@return those with more to do here than there}
    public static List<Canned> loads() {
        return Loads.ALL;
    }

    /// {@return those with cgroups in cgroups}
    public static List<Canned> nested() {
        return Nested.ALL;
    }

    /// {@return those with a special kind of work}
    public static List<Canned> workloads() {
        return Workloads.ALL;
    }

    /// {@return the scenario of this name for a machine}
    ///
    /// @param name its name
    /// @param topology the machine
    /// @throws IllegalArgumentException if there is none; names the nearest that there are
    public static Scenario scenario(String name, Topology topology) {
        for (Canned each : all()) if (each.name().equals(name)) return each.on(topology);
        List<String> near = all().stream()
                .map(Canned::name)
                .filter(each -> each.contains(name))
                .toList();
        throw new IllegalArgumentException("scenario \"%s\": there is none of this name; %s"
                .formatted(
                        name,
                        near.isEmpty()
                                ? "`ktstr list --scenarios` shows all"
                                : "do you mean " + String.join(", ", near)));
    }
}
