// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The kinds of work that can be named: those that need no parameter, with the usual ones.
public final class Kinds {
    private Kinds() {}

    /// {@return the work of this name, with its usual parameters}
    ///
    /// @param name such as `PipeIo`
    /// @throws IllegalArgumentException if there is none; names those that there are
    public static Work named(String name) {
        Map<String, Work> all = collect(Work.class, new TreeMap<>());
        Work found = all.get(name);
        if (found != null) return found;
        throw new IllegalArgumentException(
                "work \"%s\": there is none of this name that needs no parameters, there are %s"
                        .formatted(name, String.join(", ", all.keySet())));
    }

    /// {@return all of them, with their usual parameters, by name}
    public static List<Work> all() {
        return List.copyOf(collect(Work.class, new TreeMap<>()).values());
    }

    private static Map<String, Work> collect(Class<?> family, Map<String, Work> into) {
        for (Class<?> each : family.getPermittedSubclasses()) {
            if (each.isSealed()) {
                collect(each, into);
                continue;
            }
            try {
                into.put(each.getSimpleName(), (Work)
                        each.getDeclaredConstructor().newInstance());
            } catch (NoSuchMethodException e) {
                // needs to be told a cgroup, a file or a command
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(each.getName(), e);
            }
        }
        return into;
    }
}
