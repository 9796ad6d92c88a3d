// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.junit.Declarations;
import org.ktstr4j.junit.KtstrEngine;
import org.ktstr4j.plan.PlanException;

/// Finds and runs tests through the JUnit launcher: the same engine that an IDE and Surefire use.
final class TestRun {
    private final Screen screen;
    private final List<Path> classPath;
    private final Selection selection;
    private final Map<String, String> parameters;

    TestRun(Screen screen, List<Path> classPath, Selection selection, Map<String, String> parameters) {
        this.screen = screen;
        this.classPath = classPath;
        this.selection = selection;
        this.parameters = parameters;
    }

    List<TestLine> execute() {
        return discovered((launcher, plan) -> {
            TestProgress progress = new TestProgress(screen);
            launcher.execute(plan, progress);
            return progress.lines();
        });
    }

    /// {@return what becomes of the one test that was asked for}
    ///
    /// @param use done while the class path is open
    /// @throws PlanException if there is none or more than one
    <T> T withOnly(Function<Declaration, T> use) {
        return discovered((_, plan) -> {
            List<MethodSource> found = new ArrayList<>();
            for (TestIdentifier root : plan.getRoots()) {
                for (TestIdentifier each : plan.getDescendants(root)) {
                    if (each.isTest() && each.getSource().orElse(null) instanceof MethodSource source)
                        found.add(source);
                }
            }
            if (found.size() > 1) {
                throw PlanException.of("find test: %s means %d tests; name one of them:\n  %s"
                        .formatted(
                                String.join(", ", selection.texts()),
                                found.size(),
                                found.stream()
                                        .map(each -> each.getClassName() + "." + each.getMethodName())
                                        .sorted()
                                        .collect(Collectors.joining("\n  "))));
            }
            MethodSource only = found.getFirst();
            return use.apply(Declarations.of(only.getJavaClass(), only.getJavaMethod()));
        });
    }

    private <T> T discovered(BiFunction<Launcher, TestPlan, T> use) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader("tests", urls(), TestRun.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                    .enableTestEngineAutoRegistration(false)
                    .addTestEngines(new KtstrEngine())
                    .build());
            Set<String> seen = new TreeSet<>();
            TestPlan plan = launcher.discover(request(seen));
            if (plan.countTestIdentifiers(each -> each.isTest()) == 0) throw nothingFound(seen);
            return use.apply(launcher, plan);
        } catch (java.io.IOException e) {
            throw new PlanException("close class path: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private LauncherDiscoveryRequest request(Set<String> seen) {
        PostDiscoveryFilter wanted = test -> {
            MethodSource source = test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .orElse(null);
            if (source == null) return FilterResult.included("not a test");
            seen.add(source.getClassName() + "." + source.getMethodName());
            return FilterResult.includedIf(selection.wants(source.getClassName(), source.getMethodName()));
        };
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(new HashSet<>(classPath)))
                .filters(EngineFilter.includeEngines(KtstrEngine.ID), wanted)
                .configurationParameters(parameters)
                .build();
    }

    private PlanException nothingFound(Set<String> seen) {
        if (seen.isEmpty()) {
            return PlanException.of(
                    "find tests: no @KtstrTest method on the class path %s; build the tests first, or mend --classpath"
                            .formatted(classPath));
        }
        boolean one = selection.texts().size() == 1;
        return PlanException.of("find tests: nothing matches %s; %s:\n  %s"
                .formatted(
                        String.join(", ", selection.texts()),
                        one ? "the nearest are" : "there are",
                        String.join("\n  ", one ? Nearest.of(selection.texts().getFirst(), seen) : seen)));
    }

    private URL[] urls() {
        return classPath.stream()
                .map(each -> {
                    try {
                        return each.toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new PlanException("read class path: %s: %s".formatted(each, e.getMessage()), e);
                    }
                })
                .toArray(URL[]::new);
    }
}
