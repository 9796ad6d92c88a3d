// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

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
        Map<String, Work> all = new TreeMap<>();
        collect(Work.class, all);
        Work found = all.get(name);
        if (found != null) return found;
        throw new IllegalArgumentException(
                "work \"%s\": there is none of this name that needs no parameters, there are %s"
                        .formatted(name, String.join(", ", all.keySet())));
    }

    private static void collect(Class<?> family, Map<String, Work> into) {
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
    }
}
