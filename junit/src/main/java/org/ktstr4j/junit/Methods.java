// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.plan.SchedulerChoice;
import org.ktstr4j.host.plan.Seeds;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.verdict.AssertResult;

/// Test methods of a class: which there are, what they declare, and whether they can be bodies.
final class Methods {
    private Methods() {}

    static boolean hasTests(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers()) && !of(type).isEmpty();
    }

    /// {@return the annotated methods of this class and its superclasses, parents first}
    static List<Method> of(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, KtstrTest.class, HierarchyTraversalMode.TOP_DOWN);
    }

    static Declaration declaration(Class<?> type, Method method) {
        KtstrTest test = method.getAnnotation(KtstrTest.class);
        return new Declaration(
                type,
                method,
                test.topology(),
                test.memoryMib(),
                test.timeoutS(),
                List.of(test.programs()),
                List.of(test.includeFiles()),
                seeds(method, test),
                new SchedulerChoice(test.scheduler(), List.of(test.schedulerArgs()), expectation(test.schedulerEnd())));
    }

    private static Seeds seeds(Method method, KtstrTest test) {
        ExploreSeeds explore = method.getAnnotation(ExploreSeeds.class);
        if (explore == null) return Seeds.of(test.seed());
        if (explore.value() < 1) {
            throw PlanException.of(
                    "@ExploreSeeds(%d): not positive; give the number of seeds to try".formatted(explore.value()));
        }
        return new Seeds(1, explore.value());
    }

    private static @Nullable Expectation expectation(ExpectEnd[] ends) {
        if (ends.length == 0) return null;
        if (ends.length > 1) {
            throw PlanException.of(
                    "%d expected ends of the scheduler; it comes to one only, so give one".formatted(ends.length));
        }
        ExitKind kind = ends[0].kind();
        return new Expectation(ends[0].value(), kind == ExitKind.OTHER ? null : kind, ends[0].textContains());
    }

    /// Refuses a method that cannot be a body, and a class that the guest cannot construct.
    static void check(Class<?> type, Method method) {
        String doing = "plan @KtstrTest " + new TestId(type.getName(), method.getName()).display() + ": ";
        wrong(method).ifPresent(found -> {
            throw PlanException.of(
                    doing + found
                            + "; write it as `AssertResult name(Ctx ctx)`, `void name(Ctx ctx)` or `Scenario name()`, neither private nor static");
        });
        if (bodies(type, method.getName()).size() > 1) {
            throw PlanException.of(
                    doing + "there is another method of this name; the guest finds it by name, so give each its own");
        }
        unusable(type).ifPresent(found -> {
            throw PlanException.of(doing + found + "; the guest needs a constructor without parameters");
        });
    }

    private static Optional<String> wrong(Method method) {
        if (Modifier.isStatic(method.getModifiers())) return Optional.of("the method is static");
        if (Modifier.isPrivate(method.getModifiers())) return Optional.of("the method is private");
        if (Modifier.isAbstract(method.getModifiers())) return Optional.of("the method is abstract");
        Class<?> returned = method.getReturnType();
        if (returned != void.class && returned != AssertResult.class && returned != Scenario.class) {
            return Optional.of("the method returns " + returned.getSimpleName());
        }
        Class<?>[] parameters = method.getParameterTypes();
        if (parameters.length > 1 || (parameters.length == 1 && parameters[0] != Ctx.class)) {
            return Optional.of("the method takes ("
                    + String.join(
                            ", ",
                            List.of(parameters).stream()
                                    .map(Class::getSimpleName)
                                    .toList())
                    + ")");
        }
        return Optional.empty();
    }

    // The guest calls the first method of this name that takes a Ctx or nothing.
    private static Set<List<Class<?>>> bodies(Class<?> type, String name) {
        Set<List<Class<?>>> bodies = new HashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Method each : at.getDeclaredMethods()) {
                List<Class<?>> parameters = List.of(each.getParameterTypes());
                boolean body = parameters.isEmpty() || parameters.equals(List.of(Ctx.class));
                if (body && each.getName().equals(name)) bodies.add(parameters);
            }
        }
        return bodies;
    }

    private static Optional<String> unusable(Class<?> type) {
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
            return Optional.of(
                    "%s is an inner class, which cannot be constructed alone".formatted(type.getSimpleName()));
        }
        List<Constructor<?>> constructors = List.of(type.getDeclaredConstructors());
        return constructors.stream().anyMatch(each -> each.getParameterCount() == 0)
                ? Optional.empty()
                : Optional.of("%s has no constructor without parameters, it has %s"
                        .formatted(type.getSimpleName(), constructors));
    }
}
