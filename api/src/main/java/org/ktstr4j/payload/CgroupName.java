// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.Optional;

/// The rules for the name of a cgroup below the parent that a test has to itself.
public final class CgroupName {
    private CgroupName() {}

    /// {@return what is wrong with a name; empty if it is good}
    ///
    /// Leading slashes are allowed and mean nothing. A NUL character, a component `..`, and a name without any
    /// real component are not allowed: they would leave the parent, or be the parent itself.
    ///
    /// @param name as the author wrote it
    public static Optional<String> problem(String name) {
        if (name.indexOf('\0') >= 0) {
            return Optional.of("it has a NUL character; leave it out");
        }
        boolean real = false;
        for (String component : components(name)) {
            if (component.equals("..")) {
                return Optional.of("it has the component \"..\"; name a cgroup below the test's own parent");
            }
            real |= !component.isEmpty() && !component.equals(".");
        }
        return real ? Optional.empty() : Optional.of("it means the parent itself; name a cgroup below it");
    }

    /// {@return a good name without leading slashes and without empty and `.` components: `a/b` for `/a/./b/`}
    ///
    /// @param name as the author wrote it
    /// @throws IllegalArgumentException if there is a {@link #problem} with it
    public static String clean(String name) {
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            throw new IllegalArgumentException("cgroup name \"" + printable(name) + "\": " + problem.get());
        }
        StringBuilder clean = new StringBuilder();
        for (String component : components(name)) {
            if (!component.isEmpty() && !component.equals(".")) {
                clean.append(clean.isEmpty() ? "" : "/").append(component);
            }
        }
        return clean.toString();
    }

    static String printable(String name) {
        return name.replace("\0", "\\0");
    }

    private static Iterable<String> components(String name) {
        java.util.List<String> components = new java.util.ArrayList<>();
        int from = 0;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', from)) {
            components.add(name.substring(from, slash));
            from = slash + 1;
        }
        components.add(name.substring(from));
        return components;
    }
}
