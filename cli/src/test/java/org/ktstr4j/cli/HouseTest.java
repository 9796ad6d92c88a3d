// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ktstr4j.cli.Dependencies.Edge;

/// The rules of the house that a machine can hold (CONTRIBUTING.md). Each says how much it must at least have
/// seen.
class HouseTest {
    private static final int MOST_LINES = 500;
    private static final String LICENCE = "SPDX-License-Identifier: Apache-2.0";
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("api", "guest", "host", "junit", "cli", "examples");

    @Test
    void modules_lean_in_one_direction() {
        List<Edge> edges = edges();

        assertTrue(edges.size() >= 80, edges.size() + " edges");
        assertEquals(
                List.of(),
                edges.stream().filter(each -> !Dependencies.leansRight(each)).toList());
        Set<String> seen = new TreeSet<>();
        for (Edge each : edges) seen.add(Dependencies.module(each.from()));
        assertEquals(new TreeSet<>(MODULES), seen);
    }

    @Test
    void packages_of_api_lean_downwards() {
        List<Edge> edges = edges().stream()
                .filter(each -> Dependencies.module(each.from()).equals("api"))
                .toList();

        assertTrue(edges.size() >= 20, edges.size() + " edges");
        assertEquals(
                List.of(),
                edges.stream().filter(each -> !Dependencies.leansDown(each)).toList());
    }

    @Test
    void only_the_hall_knows_its_siblings() {
        List<Edge> edges = edges().stream()
                .filter(each -> List.of("host", "guest").contains(Dependencies.module(each.from())))
                .filter(each -> Dependencies.module(each.from()).equals(Dependencies.module(each.to())))
                .toList();

        assertTrue(edges.size() >= 11, edges.size() + " edges");
        assertEquals(
                List.of(),
                edges.stream().filter(each -> !Dependencies.isStar(each)).toList());
    }

    @Test
    void wrong_dependencies_would_be_found() {
        List<Edge> edges = Dependencies.edges("""
                org.ktstr4j.api -> java.base
                   org.ktstr4j.json        -> java.lang                    java.base
                   org.ktstr4j.json        -> org.ktstr4j.verdict          org.ktstr4j.api
                   org.ktstr4j.host.vm     -> org.ktstr4j.host.link        org.ktstr4j.host
                   org.ktstr4j.guest.body  -> org.ktstr4j.guest            org.ktstr4j.guest
                   org.ktstr4j.host.run    -> org.ktstr4j.junit            org.ktstr4j.junit
                """);

        assertEquals(4, edges.size());
        assertFalse(Dependencies.leansDown(edges.get(0)));
        assertFalse(Dependencies.isStar(edges.get(1)));
        assertFalse(Dependencies.isStar(edges.get(2)));
        assertFalse(Dependencies.leansRight(edges.get(3)));
        assertFalse(Dependencies.leansRight(new Edge("org.ktstr4j.guest.exec", "org.ktstr4j.host.vm")));
        assertFalse(Dependencies.leansDown(new Edge("org.ktstr4j.plan", "org.ktstr4j.topology")));
        assertTrue(Dependencies.isStar(new Edge("org.ktstr4j.host.kernel", "org.ktstr4j.host.kernel.fetch")));
    }

    @Test
    void no_file_is_longer_than_500_lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            long lines = lines(file).size();
            if (lines > MOST_LINES) tooLong.add("%s: %d lines".formatted(ROOT.relativize(file), lines));
        }

        assertEquals(List.of(), tooLong);
    }

    @Test
    void every_source_file_begins_with_its_licence() throws IOException {
        List<Path> without = new ArrayList<>();
        for (Path file : sources()) {
            List<String> lines = lines(file);
            // What tells a program how to read a script must come before.
            boolean script =
                    lines.getFirst().startsWith("#!") || lines.getFirst().startsWith("# shellcheck");
            if (!lines.get(script ? 1 : 0).contains(LICENCE)) without.add(ROOT.relativize(file));
        }

        assertEquals(List.of(), without);
    }

    @Test
    void enough_of_each_kind_of_file_is_looked_at() throws IOException {
        List<Path> sources = sources();

        assertTrue(sources.stream().filter(endsWith(".java")).count() >= 350);
        assertTrue(sources.stream().filter(endsWith(".c")).count() >= 25);
        assertTrue(sources.stream().filter(endsWith(".h")).count() >= 6);
        assertTrue(sources.stream().filter(endsWith(".sh")).count() >= 10);
        for (String script : List.of("check", "ktstr", ".ci/run", "setup/test/run")) {
            assertTrue(sources.contains(ROOT.resolve(script)), script);
        }
    }

    @Test
    void every_package_says_what_it_is_and_is_null_marked() throws IOException {
        Set<Path> packages = new TreeSet<>();
        for (Path file : sources()) {
            boolean counts = file.toString().contains("/src/main/java/org/")
                    && endsWith(".java").test(file);
            if (counts) packages.add(file.getParent());
        }

        assertTrue(packages.size() >= 30, packages.size() + " packages");
        List<Path> without = new ArrayList<>();
        for (Path each : packages) {
            Path description = each.resolve("package-info.java");
            boolean good = Files.exists(description)
                    && lines(description).contains("@NullMarked")
                    && lines(description).get(1).startsWith("/// ");
            if (!good) without.add(ROOT.relativize(each));
        }
        assertEquals(List.of(), without);
    }

    @Test
    void the_fixed_names_are_there() throws ClassNotFoundException {
        for (String name : List.of(
                "scenario.Ctx",
                "payload.Payload",
                "payload.PayloadKind",
                "payload.OutputFormat",
                "payload.PayloadRun",
                "payload.PayloadHandle",
                "metric.PayloadMetrics",
                "metric.Metric",
                "metric.MetricHint",
                "metric.MetricCheck",
                "metric.Polarity",
                "verdict.AssertResult")) {
            Class<?> type = Class.forName("org.ktstr4j." + name);

            assertTrue(Modifier.isPublic(type.getModifiers()), name);
            assertTrue(type.getModule().isExported(type.getPackageName()), name);
            assertEquals("org.ktstr4j.api", type.getModule().getName(), name);
        }
    }

    private static List<Edge> edges() {
        List<Path> classes = new ArrayList<>();
        for (String module : MODULES) {
            Path each = ROOT.resolve(module).resolve("target/classes");
            assertTrue(Files.isDirectory(each), each + " is missing; compile all modules");
            classes.add(each);
        }
        return Dependencies.read(classes);
    }

    /// Java, C and shell of every module, tests included; nothing that a build made.
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        collect(ROOT, sources);
        return sources;
    }

    private static void collect(Path directory, List<Path> sources) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path each : children.sorted().toList()) {
                String name = each.getFileName().toString();
                if (Files.isSymbolicLink(each)) continue;
                if (Files.isDirectory(each)) {
                    if (!name.equals("target") && !name.equals(".git")) collect(each, sources);
                } else if (name.endsWith(".java") || name.endsWith(".c") || name.endsWith(".h") || isShell(each)) {
                    sources.add(each);
                }
            }
        }
    }

    private static boolean isShell(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".sh")) return true;
        if (name.contains(".") || Files.size(file) == 0) return false;
        String first = lines(file).getFirst();
        return first.startsWith("#!") && first.endsWith("sh");
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    }

    private static Predicate<Path> endsWith(String end) {
        return file -> file.toString().endsWith(end);
    }
}
