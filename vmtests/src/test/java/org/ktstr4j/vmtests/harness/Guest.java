// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.junit.KtstrEngine;

/// One fixture, run through the JUnit Platform as an IDE would do it. Fails when the run leaves a process or a
/// file
/// behind.
public final class Guest {
    private static final Path RUNS = Path.of("target", "runs").toAbsolutePath();

    private final Class<?> type;
    private final Method method;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private String marker = "";
    private @Nullable Consumer<VmProcesses> action;

    private Guest(Class<?> type, Method method) {
        this.type = type;
        this.method = method;
        parameters.put(Settings.KERNEL, Prerequisites.NEWEST);
        parameters.put(Settings.RUNS, RUNS.resolve(type.getSimpleName()).toString());
    }

    /// {@return a run of this fixture on the newest kernel}
    ///
    /// @param method name of a method that the class has once
    public static Guest of(Class<?> type, String method) {
        List<Method> found = Stream.of(type.getDeclaredMethods())
                .filter(each -> each.getName().equals(method))
                .toList();
        if (found.size() != 1) throw new IllegalArgumentException(type + " has " + found + " for " + method);
        return new Guest(type, found.getFirst());
    }

    /// Sets one of the settings of [Settings].
    public Guest with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /// Does something on the host as soon as the fixture has printed this text.
    public Guest whenPrinted(String text, Consumer<VmProcesses> what) {
        marker = text;
        action = what;
        return this;
    }

    /// {@return what came of it}
    public Ran run() {
        Leftovers leftovers = Leftovers.now();
        Listener listener = new Listener();
        Consumer<VmProcesses> what = action;
        Forwarded out = new Forwarded(
                marker, what == null ? null : () -> what.accept(VmProcesses.below(ProcessHandle.current())));
        Forwarded err = new Forwarded("", null);
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            launcher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectMethod(type, method))
                                    .configurationParameters(parameters)
                                    .build(),
                            listener);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
        listener.processes().ifPresent(VmProcesses::assertGone);
        leftovers.assertNone();
        return listener.ran(out.text(), err.text());
    }

    // Nothing else on the class path has a say, Surefire's own listeners included.
    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new KtstrEngine())
                .build());
    }
}
