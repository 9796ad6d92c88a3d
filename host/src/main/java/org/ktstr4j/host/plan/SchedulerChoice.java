// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.Scheduler;

/// The scheduler that an author wrote beside a test, not yet looked up.
///
/// @param spec name of a [Scheduler] constant, path of a program, or name of one; empty: the kernel's own
/// @param args arguments after the scheduler's own
/// @param expected what is to become of it, null: it is to stay
public record SchedulerChoice(
        String spec, List<String> args, @Nullable Expectation expected) {
    /// The kernel's own scheduler.
    public static final SchedulerChoice NONE = new SchedulerChoice("", List.of(), null);

    /// A choice with a list of its own.
    public SchedulerChoice {
        args = List.copyOf(args);
    }

    /// {@return this choice, or if it is none the one in this setting}
    ///
    /// @param setting a scheduler and its arguments, separated by blanks; may be empty
    public SchedulerChoice or(String setting) {
        if (!spec.isEmpty() || setting.isEmpty()) return this;
        List<String> words = List.of(setting.split("\\s+", -1));
        return new SchedulerChoice(words.getFirst(), words.subList(1, words.size()), expected);
    }

    /// {@return the scheduler that is meant}
    ///
    /// A path has a slash. A name is a constant of the test class, its superclasses and interfaces, or the classes
    /// around them; else a program's.
    ///
    /// @throws PlanException if there is no such constant, or it is none of a scheduler
    public Scheduler scheduler(Class<?> testClass) {
        if (spec.isEmpty()) {
            if (!args.isEmpty() || expected != null) {
                throw PlanException.of(
                        "arguments %s and an expected end are given for no scheduler; name one with scheduler ="
                                .formatted(args));
            }
            return Scheduler.EEVDF;
        }
        try {
            Scheduler chosen = spec.equals(Scheduler.EEVDF.name()) ? Scheduler.EEVDF : find(testClass);
            return args.isEmpty() ? chosen : chosen.withArgs(args.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new PlanException(String.valueOf(e.getMessage()), e);
        }
    }

    private Scheduler find(Class<?> testClass) {
        if (spec.contains("/")) return Scheduler.program(spec.substring(spec.lastIndexOf('/') + 1), spec);
        Map<String, Field> constants = new TreeMap<>();
        for (Class<?> at = testClass; at != null; at = at.getEnclosingClass()) collect(at, constants);
        Field constant = constants.get(spec);
        if (constant == null && spec.equals(spec.toUpperCase(Locale.ROOT))) {
            throw PlanException.of(
                    "scheduler \"%s\": %s has no such constant of type Scheduler%s; correct the name, or give a program"
                            .formatted(
                                    spec,
                                    testClass.getSimpleName(),
                                    constants.isEmpty() ? "" : ", only " + String.join(", ", constants.keySet())));
        }
        return constant == null ? Scheduler.program(spec, spec) : read(constant);
    }

    private static void collect(Class<?> type, Map<String, Field> constants) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            List<Class<?>> declaring = new ArrayList<>(List.of(at.getInterfaces()));
            declaring.addFirst(at);
            for (Class<?> each : declaring) {
                for (Field field : each.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) && field.getType() == Scheduler.class) {
                        constants.putIfAbsent(field.getName(), field);
                    }
                }
            }
        }
    }

    private static Scheduler read(Field constant) {
        try {
            constant.setAccessible(true);
            if (constant.get(null) instanceof Scheduler scheduler) return scheduler;
            throw PlanException.of(
                    "scheduler \"%s\": the constant is null; give it a value".formatted(constant.getName()));
        } catch (IllegalAccessException | ExceptionInInitializerError e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new PlanException(
                    "scheduler \"%s\": cannot read the constant: %s".formatted(constant.getName(), why.getMessage()),
                    e);
        }
    }
}
