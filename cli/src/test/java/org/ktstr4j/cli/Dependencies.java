// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/// Which package uses which, and which of that the house allows (docs/architecture.md).
final class Dependencies {
    private static final Pattern EDGE = Pattern.compile("\\s+(org\\.ktstr4j\\S*)\\s+->\\s+(org\\.ktstr4j\\S*)\\s.*");

    /// One package that uses another.
    record Edge(String from, String to) {}

    /// The packages of `api`; each may use those before it.
    static final List<String> API = List.of(
            "org.ktstr4j.json",
            "org.ktstr4j.wire",
            "org.ktstr4j.verdict",
            "org.ktstr4j.scenario.stats",
            "org.ktstr4j.scenario.check",
            "org.ktstr4j.scheduler",
            "org.ktstr4j.scheduler.evidence",
            "org.ktstr4j.plan",
            "org.ktstr4j.topology",
            "org.ktstr4j.metric",
            "org.ktstr4j.metric.extract",
            "org.ktstr4j.metric.format",
            "org.ktstr4j.payload.launch",
            "org.ktstr4j.payload",
            "org.ktstr4j.scenario.work",
            "org.ktstr4j.scenario.plan",
            "org.ktstr4j.scenario.catalogue",
            "org.ktstr4j.scenario.compare",
            "org.ktstr4j.scenario",
            "org.ktstr4j.record");

    private Dependencies() {}

    /// {@return all edges between our packages, as jdeps finds them in compiled classes, signatures
    /// included}
    static List<Edge> read(List<Path> classes) {
        List<String> arguments = new ArrayList<>(List.of(
                "--module-path",
                System.getProperty("jdk.module.path", "")
                        + File.pathSeparator
                        + String.join(
                                File.pathSeparator,
                                classes.stream().map(Path::toString).toList()),
                "--multi-release",
                "25",
                "-verbose:package"));
        for (Path each : classes) arguments.add(each.toString());
        StringWriter out = new StringWriter();
        int code = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
        assertEquals(0, code, out.toString());
        return edges(out.toString());
    }

    static List<Edge> edges(String printed) {
        List<Edge> edges = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            Matcher edge = EDGE.matcher(line);
            if (edge.matches()) edges.add(new Edge(edge.group(1), edge.group(2)));
        }
        return edges;
    }

    /// {@return the module that a package belongs to}
    static String module(String name) {
        for (String module : List.of("guest", "host", "junit", "cli", "examples")) {
            String root = "org.ktstr4j." + module;
            if (name.equals(root) || name.startsWith(root + ".")) return module;
        }
        return "api";
    }

    /// {@return whether module `from` may use module `to`}
    static boolean leansRight(Edge edge) {
        String to = module(edge.to());
        return switch (module(edge.from())) {
            case "api" -> to.equals("api");
            case "guest" -> List.of("api", "guest").contains(to);
            case "host" -> List.of("api", "host").contains(to);
            case "junit" -> List.of("api", "host", "junit").contains(to);
            case "cli" -> List.of("api", "host", "junit", "cli").contains(to);
            case "examples" -> List.of("api", "junit", "examples").contains(to);
            default -> false;
        };
    }

    /// {@return whether a package of `api` uses one that stands below it}
    static boolean leansDown(Edge edge) {
        int from = API.indexOf(edge.from());
        int to = API.indexOf(edge.to());
        return to >= 0 && to < from;
    }

    /// {@return whether a package may use its sibling: of `host` only `run` may, of `guest` only the root}
    static boolean isStar(Edge edge) {
        String from = room(edge.from());
        return from.equals(room(edge.to())) || from.equals("org.ktstr4j.host.run") || from.equals("org.ktstr4j.guest");
    }

    /// {@return the room a package is in: `org.ktstr4j.host.kernel` for `org.ktstr4j.host.kernel.fetch`}
    private static String room(String name) {
        String[] parts = name.split("\\.", -1);
        return String.join(".", List.of(parts).subList(0, Math.min(4, parts.length)));
    }
}
