// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the script of a `.run` file tells its runner: `run --ktstr-test-fn CLASS.METHOD --timeout-s N --cgroup DIR
/// --results DIR [--duration-s N] [--watchdog-s N] [--env NAME VALUE]…`.
///
/// @param test class and method, as the order has them
/// @param timeout allowed to the body
/// @param cgroup absolute path of the cgroup that the test has to itself
/// @param results directory for what is left of the run
/// @param duration of every scenario; zero: what each has itself
/// @param watchdog limit of the kernel's watchdog; zero: what each scheduler has itself
/// @param environment what is known of the machine, for `environment.json`
record BareOptions(
        String test,
        Duration timeout,
        String cgroup,
        Path results,
        Duration duration,
        Duration watchdog,
        Map<String, String> environment) {
    private static final Set<String> NEEDED = Set.of("--ktstr-test-fn", "--timeout-s", "--cgroup", "--results");
    private static final Set<String> MORE = Set.of("--duration-s", "--watchdog-s");

    static BareOptions parse(String[] args) throws IOException {
        List<String> rest = Arrays.asList(args);
        if (rest.isEmpty() || !rest.getFirst().equals("run")) throw wrong("expected \"run\" first, was " + rest);
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "kernel",
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        environment.put(
                "commandLine", Files.readString(Path.of("/proc/cmdline")).strip());
        for (int i = 1; i < rest.size(); ) {
            String name = rest.get(i);
            int values = name.equals("--env") ? 2 : 1;
            if (values == 1 && !NEEDED.contains(name) && !MORE.contains(name))
                throw wrong("there is no \"" + name + "\"");
            if (i + values >= rest.size()) throw wrong("\"" + name + "\" lacks a value");
            if (values == 2) {
                environment.put(rest.get(i + 1), rest.get(i + 2));
            } else {
                options.put(name, rest.get(i + 1));
            }
            i += 1 + values;
        }
        for (String name : NEEDED) if (!options.containsKey(name)) throw wrong("\"" + name + "\" is missing");
        return new BareOptions(
                options.getOrDefault("--ktstr-test-fn", ""),
                seconds(options, "--timeout-s"),
                options.getOrDefault("--cgroup", ""),
                Path.of(options.getOrDefault("--results", "")),
                seconds(options, "--duration-s"),
                seconds(options, "--watchdog-s"),
                environment);
    }

    private static Duration seconds(Map<String, String> options, String name) {
        return Duration.ofSeconds(Long.parseLong(options.getOrDefault(name, "0")));
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("read arguments: " + what);
    }
}
