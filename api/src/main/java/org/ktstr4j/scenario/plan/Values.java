// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.payload.Payload;

/// Scenarios as JSON and as Java source. All their parts are records, so that one walk over components
/// does for all.
final class Values {
    private static final String TYPE = "is";

    private final Function<String, @Nullable Payload> payloads;

    private Values(Function<String, @Nullable Payload> payloads) {
        this.payloads = payloads;
    }

    static String toJson(Scenario scenario) {
        return Json.text(tree(scenario));
    }

    static Scenario fromJson(String text, Function<String, @Nullable Payload> payloads) {
        return (Scenario) new Values(payloads).record(Json.read("scenario", text), Scenario.class);
    }

    static String toJava(Scenario scenario) {
        return java(scenario);
    }

    private static @Nullable Object tree(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Duration duration -> duration.toNanos();
            case Enum<?> word -> word.name();
            case Collection<?> all -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (Object each : all) elements.add(tree(each));
                yield elements;
            }
            case Payload payload -> payload.name();
            case Where where -> where.line();
            case Record record -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                if (record.getClass().isMemberClass()) members.put(TYPE, name(record.getClass()));
                for (RecordComponent each : record.getClass().getRecordComponents()) {
                    members.put(each.getName(), tree(component(record, each)));
                }
                yield members;
            }
            default -> value;
        };
    }

    private @Nullable Object value(Node json, Type type) {
        if (!json.present()) return null;
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            List<Object> all = new ArrayList<>();
            for (Node each : json.elements()) all.add(java.util.Objects.requireNonNull(value(each, element)));
            return generic.getRawType() == Set.class ? new TreeSet<>(all) : all;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Duration.class) return Duration.ofNanos(json.integer());
        if (raw == String.class) return json.string();
        if (raw == int.class || raw == Integer.class) return (int) json.integer();
        if (raw == long.class) return json.integer();
        if (raw == double.class || raw == Double.class) return json.number();
        if (raw == boolean.class) return json.flag();
        if (raw == Where.class) return new Where(json.string());
        if (raw == Payload.class) return payload(json);
        if (raw.isEnum()) return word(json, raw);
        if (raw.isSealed()) return record(json, concrete(json, raw));
        return record(json, raw);
    }

    private Payload payload(Node json) {
        Payload known = payloads.apply(json.string());
        if (known == null) throw json.expected("left out: payloads are known by name only");
        return known;
    }

    private static Object word(Node json, Class<?> type) {
        for (Object each : type.getEnumConstants()) {
            if (((Enum<?>) each).name().equals(json.string())) return each;
        }
        throw json.expected("one of " + Arrays.toString(type.getEnumConstants()));
    }

    private static Class<?> concrete(Node json, Class<?> sealed) {
        String wanted = json.get(TYPE).string();
        return permitted(sealed).stream()
                .filter(each -> name(each).equals(wanted))
                .findFirst()
                .orElseThrow(() -> json.get(TYPE).expected("a kind of " + sealed.getSimpleName()));
    }

    private static List<Class<?>> permitted(Class<?> sealed) {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> each : sealed.getPermittedSubclasses()) {
            if (each.isSealed()) all.addAll(permitted(each));
            else all.add(each);
        }
        return all;
    }

    private Object record(Node json, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(json.get(components[i].getName()), components[i].getGenericType());
        }
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("read scenario: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("read scenario: " + type, e);
        }
    }

    private static String java(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text);
            case Long number -> number + "L";
            case Duration duration -> duration(duration);
            case Enum<?> word -> word.getDeclaringClass().getCanonicalName() + "." + word.name();
            case Set<?> all -> all(all, "java.util.Set.of(");
            case Collection<?> all -> all(all, "java.util.List.of(");
            case Payload payload -> "/* the payload */ " + payload.name();
            case Record record ->
                Arrays.stream(record.getClass().getRecordComponents())
                        .map(each -> java(component(record, each)))
                        .collect(Collectors.joining(
                                ", ", "new " + record.getClass().getCanonicalName() + "(", ")"));
            default -> value.toString();
        };
    }

    private static String duration(Duration duration) {
        long ns = duration.toNanos();
        return ns % 1_000_000 == 0
                ? "java.time.Duration.ofMillis(%dL)".formatted(ns / 1_000_000)
                : "java.time.Duration.ofNanos(%dL)".formatted(ns);
    }

    private static String all(Collection<?> values, String open) {
        Function<Object, String> each = Values::java;
        return values.stream().map(each).collect(Collectors.joining(", ", open, ")"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') quoted.append('\\').append(each);
            else if (each < ' ') quoted.append("\\%03o".formatted((int) each));
            else quoted.append(each);
        }
        return quoted.append('"').toString();
    }

    // Wakes.Bursty and Hold.Fixed: simple names are not unique over families.
    private static String name(Class<?> type) {
        Class<?> family = type.getEnclosingClass();
        return (family == null ? "" : family.getSimpleName() + ".") + type.getSimpleName();
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("write " + record.getClass() + "." + component.getName(), e);
        }
    }
}
