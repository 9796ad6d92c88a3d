// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ktstr4j.host.plan.PayloadScan;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.topology.Topology;

/// The scenario of a test that returns one and needs no context for it: known before anything boots.
final class DeclaredScenario {
    private DeclaredScenario() {}

    /// {@return the scenario; empty if the test is a body}
    ///
    /// @throws PlanException if the author's code throws
    static Optional<Scenario> of(Class<?> type, Method method) {
        if (method.getReturnType() != Scenario.class || method.getParameterCount() > 0) return Optional.empty();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            method.setAccessible(true);
            return Optional.ofNullable((Scenario) method.invoke(constructor.newInstance()));
        } catch (InvocationTargetException e) {
            throw new PlanException(doing(type, method) + "its code throws " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new PlanException(doing(type, method) + e, e);
        }
    }

    /// Refuses a scenario with which something is wrong on the test's machine.
    static void check(Class<?> type, Method method, Scenario scenario, Topology topology) {
        List<String> problems = scenario.problems(topology);
        Set<String> unknown = scenario.schedulers();
        Set<String> known = PayloadScan.schedulers(type, method).stream()
                .map(Scheduler::name)
                .collect(Collectors.toCollection(TreeSet::new));
        unknown.removeAll(known);
        unknown.remove(Scheduler.EEVDF.name());
        if (!unknown.isEmpty()) {
            throw PlanException.of(
                    "%sits operations name the schedulers %s, the method reads the constants %s; read one of each name, so that its program travels along"
                            .formatted(doing(type, method), unknown, known));
        }
        if (!problems.isEmpty()) throw PlanException.of(doing(type, method) + String.join("\n", problems));
    }

    private static String doing(Class<?> type, Method method) {
        return "plan @KtstrTest " + new TestId(type.getName(), method.getName()).display() + ": ";
    }
}
